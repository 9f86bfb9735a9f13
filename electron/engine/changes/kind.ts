// What the room must know of one kind of change; a kind is told in a file of its own and does nothing else.
// It must send only what it is given, and take for its effect only what says so itself.
import type Stripe from 'stripe'
import type {
  ChangeFinding,
  ChangeKind,
  ChangeMoney,
  ChangeOf,
  ChangeOrder,
  Failure,
  Result,
} from '../../../src/contract/index.ts'
import type { Refused } from '../journal/order-act.ts'
import type { StripeReader } from './reader.ts'

/** What an order leaves on the objects it makes or changes, so that it can be recognised there. */
export interface Marks {
  bursar_order: string
  bursar_operator: string
}

/** So many keys Stripe keeps in the metadata of an object (docs.stripe.com/api/metadata). */
const mostKeys = 50

type Metadata = Readonly<Record<string, string>> | null | undefined

/**
 * Those of the marks for which an object has room beside what others put there, and beside the keys that the change itself adds: first the
 * order, by which it is recognised. Without it, what was changed, or Stripe's events, tell of it.
 */
export function marksBeside(metadata: Metadata, marks: Marks, ...added: string[]): Partial<Marks> {
  const keys = new Set([...Object.keys(metadata ?? {}), ...added])
  const fits = (key: string): boolean => keys.has(key) || keys.size < mostKeys
  if (!fits('bursar_order')) return {}
  keys.add('bursar_order')
  const { bursar_order, bursar_operator } = marks
  return fits('bursar_operator') ? { bursar_order, bursar_operator } : { bursar_order }
}

/** Whether there is no room for one more key. */
export const isFull = (metadata: Metadata, key: string): boolean =>
  !Object.hasOwn(metadata ?? {}, key) && Object.keys(metadata ?? {}).length >= mostKeys

/** What comes of a change, from facts just read at Stripe. */
export interface Judgement {
  /** One sentence: what will happen. */
  words: string
  /** What is at stake, from the answer that the words are made of; absent: none is. Null: how much is not known. */
  money?: ChangeMoney | null
  findings: ChangeFinding[]
  /** What is replaced, as it is now; null where nothing is. If it is another when the order is sent, the order is not. */
  base: string | null
  /** Exactly the parameters of the call. */
  payload(marks: Marks): object
}

export interface Effect {
  /** Of what was made or changed. */
  id: string
  result: ChangeOrder['result']
}

// Methods, not properties: the registry holds kinds of different changes, each asked only about its own.
export interface Kind<Name extends ChangeKind = ChangeKind> {
  /** What a policy must allow for it. */
  action: 'refund' | 'change'
  /** Whether it can be undone for a while before it is sent. */
  held: boolean
  objectId(change: ChangeOf<Name>): string
  /** No two orders that may still have an effect share this. */
  blocks(change: ChangeOf<Name>): string
  judge(stripe: StripeReader, change: ChangeOf<Name>): Promise<Result<Judgement>>
  send(
    stripe: Stripe,
    change: ChangeOf<Name>,
    payload: object,
    options: { idempotencyKey: string },
  ): Promise<object>
  /** The order's effect, if this object of Stripe's shows it; null if not. */
  effectOf(object: unknown, change: ChangeOf<Name>, orderId: string): Effect | null
  /** Looks the effect up at Stripe; null if nothing of it is there. */
  find(
    stripe: StripeReader,
    change: ChangeOf<Name>,
    order: ChangeOrder,
  ): Promise<Result<Effect | Refused | null>>
  /** The effect that Stripe told as an error, where a kind has such; null for any other error. */
  effectOfError?(stripe: StripeReader, change: ChangeOf<Name>, error: Failure): Promise<Result<Effect | null>>
}

export function finding(
  id: ChangeFinding['id'],
  verdict: ChangeFinding['verdict'],
  text: string,
  about: string[] = [],
): ChangeFinding {
  return { id, verdict, text, about }
}

/** Why it is not what was `checked`, or `ordered`, any more; null where it is. `base`: as it was then. */
export function whyNotAsThen(
  { findings, base: now }: Judgement,
  base: string | null,
  then: 'checked' | 'ordered',
): string | null {
  const reason = whyNot(findings)
  if (reason !== null || now === base) return reason
  return `Since this was ${then}, somebody else has changed the same (from ${base ?? 'none'} to ${now ?? 'none'}). Look at it again.`
}

/** The first reason to stop, as a sentence; null when nothing stands in the way. */
export function whyNot(findings: readonly ChangeFinding[]): string | null {
  return findings.find(({ verdict }) => verdict === 'stop')?.text ?? null
}
