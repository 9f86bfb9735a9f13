// Who should have access to what, and why: a pure function of what events told, of what the objects tell by their own dates where no
// event is kept, of the policy and of a moment. It must never depend on what came first, and never on the clock by itself.
import { orderedFacts, type AccessFact } from './access-facts.ts'

/** What a stretch of time is, whatever the policy. */
export const accessStates = ['trial', 'paid', 'failing', 'incomplete', 'unpaid', 'paused', 'ended'] as const
export type AccessState = (typeof accessStates)[number]

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

export interface AccessSources {
  known: KnownSubscription | null
  facts: readonly AccessFact[]
  invoices: readonly KnownInvoice[]
}

/** Access to a product by one subscription: from a moment on, to the next stretch. */
export interface AccessStretch {
  subscriptionId: string
  customerId: string
  productId: string
  from: number
  /** Null: it still is so. */
  to: number | null
  state: AccessState
  /** Of `failing`. */
  failedAt: number | null
  collectionPaused: boolean
  resumesAt: number | null
  /** Of `trial`. */
  trialEnd: number | null
  endsAt: number | null
  eventId: string | null
  /** From dates of the objects: no event of it is kept here. */
  assumed: boolean
}

/** How a subscription is said to be from a moment on. */
interface Statement {
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

type Outcome = Exclude<AccessFact['kind'], 'subscription'>

interface Step {
  at: number
  statement?: Statement
  invoice?: { id: string; created: number; outcome: Outcome; eventId: string | null }
}

/** @returns those of each product in order of time; none has no length, and equal ones are one. */
export function stretchesOf(
  subscriptionId: string,
  { known, facts, invoices }: AccessSources,
): AccessStretch[] {
  const ordered = orderedFacts(facts)
  const ofItself = ordered.filter(({ kind }) => kind === 'subscription')
  const statements = [
    ...assumedBefore(known, ofItself[0] ?? null, invoices),
    ...endingAsKnown(ofItself.map(statementOf), known),
  ]
  const steps: Step[] = [
    ...ofInvoices(ordered, invoices),
    ...statements.map((statement) => ({ at: statement.at, statement })),
  ]
  // What invoices tell of a second comes before what the subscription became in it.
  steps.sort((a, b) => a.at - b.at)
  const sent = invoices.filter(({ isAutomatic }) => !isAutomatic).map(({ id }) => id)
  return walked(subscriptionId, steps, new Set(sent))
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
      : (first.statusBefore ?? firstBefore.get(first.status ?? '') ?? first.status ?? known.status)
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
        return [...inUse(), run(troubledSince(known, invoices), status, base)]
      default:
        return []
    }
  }
  return latestLast(history()).filter(({ at }) => at < (first?.at ?? Infinity))
}

/** By the rows alone: of what is unpaid since the last one that was paid, the first to be late. */
function troubledSince(known: KnownSubscription, invoices: readonly KnownInvoice[]): number {
  const lastPaid = inOrder(invoices.filter(({ paidAt }) => paidAt !== null)).at(-1)
  const late = invoices
    .filter(
      ({ paidAt, isOver, created }) => paidAt === null && !isOver && created >= (lastPaid?.created ?? 0),
    )
    .map(({ isAutomatic, firstFailedAt, dueDate, created }) =>
      isAutomatic ? (firstFailedAt ?? created) : (dueDate ?? created),
    )
  return late.length > 0 ? Math.min(...late) : (known.currentPeriodStart ?? known.created)
}

function inOrder<Invoice extends { id: string; created: number }>(invoices: readonly Invoice[]): Invoice[] {
  return invoices.toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
}

/** Of those that begin later than one after them, the one after them counts. */
function latestLast(statements: readonly Statement[]): Statement[] {
  return statements.filter((each, index) => statements.slice(index + 1).every(({ at }) => at > each.at))
}

/** What must have been before a first event that does not say so itself. */
const firstBefore: ReadonlyMap<string, string> = new Map([
  ['canceled', 'active'],
  ['past_due', 'active'],
  ['unpaid', 'active'],
  ['paused', 'active'],
  ['incomplete_expired', 'incomplete'],
])

function ofInvoices(ordered: readonly AccessFact[], invoices: readonly KnownInvoice[]): Step[] {
  const facts = ordered.filter(({ kind, invoiceId }) => kind !== 'subscription' && invoiceId !== null)
  const toldOf = (wanted: Outcome): ReadonlySet<string | null> =>
    new Set(facts.filter(({ kind }) => kind === wanted).map(({ invoiceId }) => invoiceId))
  const [paid, over] = [toldOf('paid'), toldOf('over')]
  const told = facts.map((fact): Step => ({
    at: fact.at,
    invoice: {
      id: fact.invoiceId ?? '',
      created: fact.invoiceCreated ?? fact.at,
      outcome: fact.kind === 'subscription' ? 'failed' : fact.kind,
      eventId: fact.eventId,
    },
  }))
  const byRows = invoices.flatMap(({ id, created, paidAt, isOver, overAt }): Step[] => {
    const step = (at: number, outcome: Outcome): Step => ({
      at,
      invoice: { id, created, outcome, eventId: null },
    })
    return [
      ...(paidAt === null || paid.has(id) ? [] : [step(paidAt, 'paid')]),
      // Where it does not say when, it never counted.
      ...(!isOver || over.has(id) ? [] : [step(overAt ?? created, 'over')]),
    ]
  })
  return [...told, ...byRows]
}

interface InvoiceNow {
  id: string
  created: number
  failedAt: number | null
  paidAt: number | null
  /** Void or given up, or Stripe itself said since that nothing is due. */
  isOver: boolean
  eventId: string | null
}

/** `sent`: ids of invoices that Stripe does not charge by itself. */
function walked(subscriptionId: string, steps: readonly Step[], sent: ReadonlySet<string>): AccessStretch[] {
  const invoices = new Map<string, InvoiceNow>()
  const open = new Map<string, AccessStretch>()
  const closed: AccessStretch[] = []
  let now: Statement | null = null
  let since = 0

  for (const [index, step] of steps.entries()) {
    if (step.invoice !== undefined) noteInvoice(step.invoice, step.at)
    if (step.statement !== undefined) become(step.statement)
    if (steps[index + 1]?.at !== step.at) look(step.at, step)
  }
  return [...closed, ...open.values()]

  function noteInvoice(told: NonNullable<Step['invoice']>, at: number): void {
    const before: InvoiceNow = invoices.get(told.id) ?? {
      id: told.id,
      created: told.created,
      failedAt: null,
      paidAt: null,
      isOver: false,
      eventId: null,
    }
    // What was paid once does not fail any more.
    if (before.paidAt !== null) return
    const { eventId } = told
    const next: Record<Outcome, InvoiceNow> = {
      paid: { ...before, paidAt: at, eventId },
      over: { ...before, isOver: true },
      failed: { ...before, failedAt: before.failedAt ?? at, eventId: before.eventId ?? eventId },
    }
    invoices.set(told.id, next[told.outcome])
  }

  function become(next: Statement): void {
    if (!isKnownStatus(next.status)) return
    const recovered = inUse.has(next.status) && now !== null && ['past_due', 'unpaid'].includes(now.status)
    // Paid another way, void, or given up: Stripe itself says that nothing is due.
    if (recovered) for (const [id, invoice] of invoices) invoices.set(id, { ...invoice, isOver: true })
    if (now?.status !== next.status) since = next.at
    now = next
  }

  /** How things stand at the end of a second. */
  function look(at: number, step: Step): void {
    if (now === null) return
    const { customerId } = now
    if (customerId === null) return
    const { state, failedAt, by } = standing(now, since, [...invoices.values()], sent)
    const eventId = by ?? step.invoice?.eventId ?? now.eventId
    const isOver = state === 'ended'
    for (const productId of now.products) begin({ ...stretch(productId), ...(isOver && { endsAt: null }) })
    // What it was for before, and is not any more.
    for (const [productId, before] of open)
      if (!now.products.includes(productId) && before.state !== 'ended')
        begin({ ...stretch(productId), ...overWith, eventId: now.eventId, assumed: now.assumed })

    function stretch(productId: string): AccessStretch {
      const current = now!
      const isTrial = state === 'trial'
      const isPausable = state === 'paid' || state === 'failing'
      const collectionPaused = isPausable && current.pauseBehavior !== null
      return {
        subscriptionId,
        customerId: customerId!,
        productId,
        from: at,
        to: null,
        state,
        failedAt,
        collectionPaused,
        resumesAt: collectionPaused ? current.pauseResumesAt : null,
        trialEnd: isTrial ? current.trialEnd : null,
        endsAt: current.endsAt,
        eventId,
        assumed: current.assumed,
      }
    }
  }

  function begin(next: AccessStretch): void {
    const before = open.get(next.productId)
    if (before !== undefined && isSame(before, next)) return
    if (before !== undefined && before.from < next.from) closed.push({ ...before, to: next.from })
    open.set(next.productId, next)
  }
}

const overWith = {
  state: 'ended',
  failedAt: null,
  collectionPaused: false,
  resumesAt: null,
  trialEnd: null,
  endsAt: null,
} as const

const isSame = (a: AccessStretch, b: AccessStretch): boolean =>
  a.state === b.state &&
  a.customerId === b.customerId &&
  a.failedAt === b.failedAt &&
  a.collectionPaused === b.collectionPaused &&
  a.resumesAt === b.resumesAt &&
  a.trialEnd === b.trialEnd &&
  a.endsAt === b.endsAt &&
  a.assumed === b.assumed

const knownStatuses: ReadonlySet<string> = new Set([
  'trialing', 'active', 'past_due', 'unpaid', 'incomplete', 'incomplete_expired', 'canceled', 'paused',
]) // prettier-ignore
const inUse: ReadonlySet<string> = new Set(['active', 'trialing'])
const isKnownStatus = (status: string): boolean => knownStatuses.has(status)

interface Standing {
  state: AccessState
  failedAt: number | null
  /** The event that made it so, where that was an invoice's. */
  by: string | null
}

/** `since`: when it came into its status. `sent`: invoices that Stripe does not charge by itself. */
function standing(
  { status }: Statement,
  since: number,
  invoices: readonly InvoiceNow[],
  sent: ReadonlySet<string>,
): Standing {
  const plain = (state: AccessState): Standing => ({ state, failedAt: null, by: null })
  const paid = (): Standing => plain('paid')
  const asking = inOrder(invoices.filter(({ isOver }) => !isOver))
  const newest = asking.at(-1)
  const isPaid = newest !== undefined && newest.paidAt !== null && newest.paidAt >= since
  // One that was sent fails no try that counts: Stripe says by the status when it is late.
  const failed = asking.filter(
    ({ id, failedAt, paidAt }) => failedAt !== null && paidAt === null && !sent.has(id),
  )
  switch (status) {
    case 'trialing':
      return plain('trial')
    case 'active':
      return newest !== undefined && newest === failed.at(-1)
        ? { state: 'failing', failedAt: newest.failedAt, by: newest.eventId }
        : paid()
    case 'past_due': {
      if (isPaid) return paid()
      // Each month's invoice fails anew: the days of grace are those of the first that is still owed.
      const first = failed.reduce<InvoiceNow | null>(
        (found, each) => (found === null || each.failedAt! < found.failedAt! ? each : found),
        null,
      )
      return { state: 'failing', failedAt: first?.failedAt ?? since, by: first?.eventId ?? null }
    }
    case 'incomplete':
      return isPaid ? paid() : plain('incomplete')
    case 'unpaid':
      return isPaid ? paid() : plain('unpaid')
    case 'paused':
      return plain('paused')
    default:
      return plain('ended')
  }
}
