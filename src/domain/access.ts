// In which stretches of time a subscription gives access to what, and why: a pure function of what events told, and of what the objects
// tell by their own dates where no event is kept. It must never depend on what came first, and never on the clock by itself.
import { orderedFacts, type AccessFact } from './access-facts.ts'
import {
  inOrder,
  owedOf,
  statementsOf,
  type KnownInvoice,
  type KnownSubscription,
  type Statement,
} from './access-statements.ts'

/** What a stretch of time is, whatever the policy. */
export const accessStates = ['trial', 'paid', 'failing', 'incomplete', 'unpaid', 'paused', 'ended'] as const
export type AccessState = (typeof accessStates)[number]

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
  const statements = statementsOf(known, ofItself, invoices)
  const steps: Step[] = [
    ...ofInvoices(ordered, invoices),
    ...statements.map((statement) => ({ at: statement.at, statement })),
  ]
  // What invoices tell of a second comes before what the subscription became in it.
  steps.sort((a, b) => a.at - b.at)
  const sent = invoices.filter(({ isAutomatic }) => !isAutomatic).map(({ id }) => id)
  return walked(subscriptionId, steps, new Set(sent))
}

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
  const failed = toldOf('failed')
  const begin = ordered[0]?.at ?? Infinity
  const owed = new Set([...owedOf(invoices, begin), ...owedOf(invoices)].map(({ id }) => id))
  /** Its payment knows a first try that failed and of which no event is kept: a later one is not the first. */
  const isUnheard = (id: string, firstFailedAt: number): boolean =>
    failed.has(id) ? firstFailedAt + toldWithin < begin : owed.has(id)
  const byRows = invoices.flatMap(({ id, created, paidAt, firstFailedAt, isOver, overAt }): Step[] => {
    const step = (at: number, outcome: Outcome): Step => ({
      at,
      invoice: { id, created, outcome, eventId: null },
    })
    return [
      ...(firstFailedAt !== null && isUnheard(id, firstFailedAt) ? [step(firstFailedAt, 'failed')] : []),
      ...(paidAt === null || paid.has(id) ? [] : [step(paidAt, 'paid')]),
      // Where it does not say when, it never counted.
      ...(!isOver || over.has(id) ? [] : [step(overAt ?? created, 'over')]),
    ]
  })
  return [...told, ...byRows]
}

/** Seconds: an event comes so soon after its try; one that comes later is of another. */
const toldWithin = 3600

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
