// The closed lists of failed payments, where they are counted by: apart from the schemas, which whoever counts does not need.

/** What is to be done, in the order of urgency for a person (src/domain/failure-group.ts). Exactly one applies. */
export const failureGroups = [
  /** The customer has to confirm with their bank (3-D Secure). */
  'authentication',
  /** This card will not do: another one, or its data put right, is needed. */
  'new_method',
  /** It may go through if tried again, but nobody has planned to. */
  'retry_possible',
  /** Stripe tries again by itself, or a try is under way. */
  'retry_scheduled',
  /** The bank said never to try this again. */
  'never',
  /** Reported lost or stolen, or blocked as fraud: the customer is not told why. */
  'fraud',
  /** Something in our request or account: amount, currency, a duplicate. */
  'ours',
  'unknown',
] as const
export type FailureGroup = (typeof failureGroups)[number]

/**
 * `trying`: open, in time. `lost`: canceled, void, uncollectible, written off, or for 30 days neither tried nor confirmed by its customer,
 * with no try to come or under way.
 */
export const failureStates = ['trying', 'recovered', 'lost'] as const
export type FailureState = (typeof failureStates)[number]

export const lostReasons = ['canceled', 'void', 'uncollectible', 'written_off', 'lapsed'] as const
/** `outside_stripe`: the invoice was paid, and by no payment at Stripe. */
export const waysBack = ['retry', 'new_method', 'hosted_page', 'outside_stripe', 'unknown'] as const
