// How a subscription is said to be, from one moment to the next: by its events, by dates of its own before the first that is kept, and by
// its row at last. Pure.
import type { AccessFact } from './access-facts.ts'

/** How a subscription stands as its row says. Times are Unix seconds. */
export interface KnownSubscription {
  customerId: string | null
  status: string
  products: readonly string[]
  pauseBehavior: string | null
  pauseResumesAt: number | null
  created: number
  trialEnd: number | null
  /** When it ends by itself. */
  endsAt: number | null
  endedAt: number | null
  /** When it was paused as a whole. */
  pausedAt: number | null
  currentPeriodStart: number | null
  /** By Stripe's clock: when this was so. */
  asOf: number
}

/** How an invoice of it stands as its row says. */
export interface KnownInvoice {
  id: string
  created: number
  /** When it was paid; null where it is not. */
  paidAt: number | null
  /** The first try that failed, as its payment tells. */
  firstFailedAt: number | null
  /** Void, or given up as uncollectible: it asks for nothing any more. */
  isOver: boolean
  /** When that was so; null where it does not say. */
  overAt: number | null
  /** Charged by Stripe itself; else it was sent, and asks for nothing before it is due. */
  isAutomatic: boolean
  dueDate: number | null
}

/** How a subscription is said to be from a moment on. */
export interface Statement {
  at: number
  eventId: string | null
  assumed: boolean
  customerId: string | null
  status: string
  products: readonly string[]
  pauseBehavior: string | null
  pauseResumesAt: number | null
  trialEnd: number | null
  endsAt: number | null
}

/** @param told facts of the subscription itself, in order. */
export function statementsOf(
  known: KnownSubscription | null,
  told: readonly AccessFact[],
  invoices: readonly KnownInvoice[],
): Statement[] {
  return [...assumedBefore(known, told[0] ?? null, invoices), ...endingAsKnown(told.map(statementOf), known)]
}

function statementOf(fact: AccessFact): Statement {
  return {
    at: fact.at,
    eventId: fact.eventId,
    assumed: false,
    customerId: fact.customerId,
    status: fact.status ?? 'active',
    products: fact.products ?? [],
    pauseBehavior: fact.pauseBehavior,
    pauseResumesAt: fact.pauseResumesAt,
    trialEnd: fact.trialEnd,
    endsAt: fact.endsAt,
  }
}

const sameThing = (a: Omit<Statement, 'at' | 'eventId' | 'assumed'>, b: KnownSubscription): boolean =>
  a.status === b.status &&
  a.pauseBehavior === b.pauseBehavior &&
  a.products.toSorted().join(' ') === b.products.toSorted().join(' ')

/** The row is what counts of the last second; and of what no event told. */
function endingAsKnown(told: readonly Statement[], known: KnownSubscription | null): Statement[] {
  const last = told.at(-1)
  if (known === null || last === undefined || sameThing(last, known) || known.asOf < last.at) return [...told]
  const ofLastSecond = told.findIndex(({ at }) => at === last.at)
  const meant = told.findLastIndex((each, index) => index >= ofLastSecond && sameThing(each, known))
  if (meant !== -1) return [...told.slice(0, meant), ...told.slice(meant + 1), told[meant]!]
  const at = known.endedAt !== null && known.endedAt > last.at ? known.endedAt : Math.max(last.at, known.asOf)
  return [...told, { ...known, at, eventId: null, assumed: false }]
}

/** What was before the first event that is kept, from dates that the object itself tells. */
function assumedBefore(
  known: KnownSubscription | null,
  first: AccessFact | null,
  invoices: readonly KnownInvoice[],
): Statement[] {
  if (known === null || (first !== null && first.at <= known.created)) return []
  const { created, trialEnd, endedAt } = known
  const base = { ...(first === null ? known : statementOf(first)), eventId: null, assumed: true }
  // Without a word of what was before, it is taken to have been in use.
  const status =
    first === null
      ? known.status
      : (first.statusBefore ?? impliedBefore(first) ?? first.status ?? known.status)
  const earlier = { ...base, pauseBehavior: null, pauseResumesAt: null }
  const run = (at: number, how: string, of: Omit<Statement, 'at' | 'status'> = earlier): Statement => ({
    ...of,
    at: Math.max(at, created),
    status: how,
  })
  const inUse = (): Statement[] =>
    trialEnd !== null && trialEnd > created
      ? [run(created, 'trialing'), run(trialEnd, 'active')]
      : [run(created, 'active')]
  const history = (): Statement[] => {
    switch (status) {
      case 'trialing':
        return [run(created, status, base)]
      case 'active':
        return [...inUse().slice(0, -1), run(inUse().at(-1)!.at, status, base)]
      case 'incomplete':
        return [run(created, status)]
      case 'incomplete_expired':
        return [run(created, 'incomplete'), run(endedAt ?? created + 23 * 3600, status, base)]
      case 'canceled':
        return [...inUse(), run(endedAt ?? created, status, base)]
      case 'paused':
        return [
          ...inUse(),
          run(known.pausedAt ?? trialEnd ?? known.currentPeriodStart ?? created, status, base),
        ]
      case 'past_due':
      case 'unpaid':
        return [...inUse(), run(troubledSince(known, owedOf(invoices, first?.at)), status, base)]
      default:
        return []
    }
  }
  return latestLast(history()).filter(({ at }) => at < (first?.at ?? Infinity))
}

/** By the rows alone: of what is owed, the first to be late. */
function troubledSince(known: KnownSubscription, owed: readonly KnownInvoice[]): number {
  const late = owed.map(({ isAutomatic, firstFailedAt, dueDate, created }) =>
    isAutomatic ? (firstFailedAt ?? created) : (dueDate ?? created),
  )
  return late.length > 0 ? Math.min(...late) : (known.currentPeriodStart ?? known.created)
}

/** By the rows alone: what was unpaid at a moment, of the invoices since the last one that was paid. */
export function owedOf(invoices: readonly KnownInvoice[], at = Infinity): KnownInvoice[] {
  const made = invoices.filter(({ created }) => created < at)
  const isPaid = ({ paidAt }: KnownInvoice): boolean => paidAt !== null && paidAt < at
  const isOver = (invoice: KnownInvoice): boolean => invoice.isOver && (invoice.overAt ?? 0) < at
  const lastPaid = inOrder(made.filter(isPaid)).at(-1)
  return made.filter(
    (invoice) => !isPaid(invoice) && !isOver(invoice) && invoice.created >= (lastPaid?.created ?? 0),
  )
}

export function inOrder<Invoice extends { id: string; created: number }>(
  invoices: readonly Invoice[],
): Invoice[] {
  return invoices.toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
}

/** Of those that begin later than one after them, the one after them counts. */
function latestLast(statements: readonly Statement[]): Statement[] {
  return statements.filter((each, index) => statements.slice(index + 1).every(({ at }) => at > each.at))
}

/** An update that does not say that the status changed found it as it left it. */
const impliedBefore = ({ type, status }: AccessFact): string | null =>
  type === 'customer.subscription.updated' ? status : (firstBefore.get(status ?? '') ?? null)

/** What must have been before a first event that does not say so itself. */
const firstBefore: ReadonlyMap<string, string> = new Map([
  ['canceled', 'active'],
  ['past_due', 'active'],
  ['unpaid', 'active'],
  ['paused', 'active'],
  ['incomplete_expired', 'incomplete'],
])
