// Checks the rows of a bulk run before it is ordered, each by itself: which payment is meant, what would be given back, and what stands in
// the way. It must never throw, whatever is written in a row, and never call a row fine that could not be checked.
import type { Database } from 'better-sqlite3'
import {
  refundReasonSchema,
  success,
  type AskedRow,
  type CheckedRow,
  type Failure,
  type PreflightFinding,
  type RefundReason,
  type Result,
} from '../../../src/contract/index.ts'
import { explainAmount, formatAmount, parseExpected } from '../../../src/domain/money.ts'
import { reasonAlso } from '../../../src/domain/refund-reason.ts'
import { amountCommitted, judgeAmount } from '../../../src/domain/refundable.ts'
import { fraudWarningsOn } from '../../store/queries/disputes/fraud-warnings.ts'
import {
  cachedPayment,
  invoicesNumbered,
  paymentOfCharge,
} from '../../store/queries/payments/payment-facts.ts'
import { paymentOf } from '../../store/queries/payments/paid-with.ts'
import type { RunAccess } from '../access/order-access.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { ReadPayment } from '../payments/read-payment.ts'
import { factsOf, nothingElse } from '../refunds/facts.ts'
import { judgePayment, onlyWhole, type RefundFacts } from '../refunds/findings.ts'

export interface CheckPorts {
  cache: Database
  /** Whether everything that happened at Stripe until about now is in the cache. */
  isCurrent: () => boolean
  gateway: Gateway
  readPayment: ReadPayment
  access: Pick<RunAccess, 'policyStop'>
  /** What else of ours is open on this payment, in words; null when nothing is. */
  openOn: (paymentIntentId: string) => string | null
  /** The amounts that were given back outside Stripe, as the notes tell. */
  paidOtherWay: (paymentIntentId: string) => readonly number[]
  /** What a run's check knew as given back of a payment, minor units; null where it has no row of it. */
  refundedBefore: (runId: string, paymentIntentId: string) => number | null
  onBug: (error: unknown) => void
}

/** `retryOf`: the run of which these rows are left. */
export type CheckRows = (
  rows: readonly AskedRow[],
  retryOf?: string | null,
) => Promise<Result<{ rows: CheckedRow[] }>>

/** How many rows are looked at at once, where Stripe has to be asked. */
const atOnce = 4
type Fault = NonNullable<CheckedRow['fault']>

/** Of what a payment is warned of, what its row says: each, whatever else there is, for the one left out may be the one that counts. */
const saidOfRows = ['earlier_refunds', 'dispute', 'fraud_warning', 'transfer'] as const

/** What stands in the way of a row, thrown so that what is known of it until then is kept. */
class Stop extends Error {
  readonly fault: Fault
  constructor(fault: Fault, text: string) {
    super(text)
    this.fault = fault
  }
}

export function openCheck(ports: CheckPorts): CheckRows {
  const { cache, gateway, readPayment, access, openOn, onBug } = ports

  async function paymentMeant(ref: string): Promise<string> {
    if (/^pi_\w{1,250}$/.test(ref)) return ref
    if (/^(ch|py)_\w{1,250}$/.test(ref)) return paymentOfItsCharge(ref)
    const invoice = /^in_\w{1,250}$/.test(ref) ? ref : invoiceOfNumber(ref)
    const meant = paymentOf(cache, invoice)
    if (meant.ok) return meant.value
    throw new Stop(meant.error.code === 'not_found' ? 'not_found' : 'not_refundable', meant.error.message)
  }

  async function paymentOfItsCharge(ref: string): Promise<string> {
    const known = paymentOfCharge(cache, ref)
    const meant = known === undefined ? await askForCharge(ref) : known
    if (meant === null)
      throw new Stop(
        'not_refundable',
        'This charge belongs to no payment. Refund it in the Stripe Dashboard.',
      )
    return meant
  }

  async function askForCharge(ref: string): Promise<string | null> {
    const read = await gateway.read((stripe) => stripe.charges.retrieve(ref))
    if (!read.ok) throw notRead(read.error)
    const { payment_intent: intent } = read.value
    return typeof intent === 'string' ? intent : (intent?.id ?? null)
  }

  function invoiceOfNumber(ref: string): string {
    if (ref === '' || /\p{Cc}/u.test(ref))
      throw new Stop('unreadable', 'There is no payment, charge or invoice here.')
    const [invoice, another] = invoicesNumbered(cache, ref)
    if (invoice === undefined)
      throw new Stop(
        'not_found',
        'Nothing like this is known here: a row names a payment (pi_…), a charge (ch_…) or an invoice (in_…, or its number).',
      )
    if (another !== undefined)
      throw new Stop('unreadable', 'Several invoices have this number. Name the payment (pi_…) instead.')
    return invoice
  }

  async function factsAbout(id: string): Promise<RefundFacts & { customerLabel: string | null }> {
    const circumstances = {
      ...nothingElse,
      openOrder: openOn(id),
      fraudWarnings: fraudWarningsOn(cache, id),
      paidOtherWay: ports.paidOtherWay(id),
    }
    // Of a cache that is behind, what was given back since is not known.
    const cached = ports.isCurrent() ? cachedPayment(cache, id) : null
    if (cached) return { ...cached, paymentIntentId: id, ...circumstances }
    const read = await readPayment(id)
    if (!read.ok) throw notRead(read.error)
    const customerLabel = cachedPayment(cache, id)?.customerLabel ?? null
    return { ...factsOf(read.value, circumstances), customerLabel }
  }

  /** What was given back since can't have been this row, and may have been in its place. */
  function whyGivenBack(run: string, payment: string, refunded: number, currency: string): void {
    const before = ports.refundedBefore(run, payment)
    if (before === null || refunded <= before) return
    const since = formatAmount(refunded - before, currency)
    throw new Stop(
      'earlier_refunds',
      `Since this row was checked for the earlier run, ${since} of its payment was given back. If it is meant all the same, refund it by itself.`,
    )
  }

  async function look(asked: AskedRow, known: CheckedRow, retryOf: string | null): Promise<void> {
    known.paymentIntentId = await paymentMeant(asked.ref.trim())
    const facts = await factsAbout(known.paymentIntentId)
    known.customerLabel = facts.customerLabel?.slice(0, 200) ?? null
    known.currency = facts.currency
    const judged = judgePayment(facts)
    known.refundable = judged.amountRefundable
    known.refunded = amountCommitted(facts.refunds)
    for (const finding of judged.findings)
      if (finding.verdict === 'stop' || finding.id === 'paid_other_way')
        throw new Stop(faultOf(finding), finding.text)
    const { currency } = facts
    if (retryOf !== null) whyGivenBack(retryOf, known.paymentIntentId, known.refunded, currency)
    whyOtherCurrency(asked.currency, currency)
    known.amount = amountAsked(asked.amount, currency, judged.amountRefundable)
    if (judged.wholeOnly && known.amount !== judged.amountRefundable)
      throw new Stop('fraud_warning', onlyWhole)
    known.reason = reasonAsked(asked.reason)
    const { amount, reason } = known
    const refused = access.policyStop({ amount, currency, reason })
    if (refused !== null) throw new Stop('policy', refused)
    const warnings = saidOfRows.flatMap((fault): { fault: Fault; text: string }[] => {
      const found = judged.findings.find(({ id, verdict }) => id === fault && verdict === 'warn')
      const again = fault === 'earlier_refunds' ? whetherAgain(facts.refunds, amount) : ''
      return found ? [{ fault, text: found.text + again }] : []
    })
    const also = reasonAlso(reason)
    if (also !== null) warnings.push({ fault: 'reason', text: also })
    const [first] = warnings
    if (first === undefined) return
    const text = warnings.map((each) => each.text).join(' ')
    Object.assign(known, { verdict: 'warn', fault: first.fault, text })
  }

  async function check(asked: AskedRow, retryOf: string | null): Promise<CheckedRow> {
    const known: CheckedRow = { ...nothingKnown }
    try {
      await look(asked, known, retryOf)
      return known
    } catch (thrown) {
      if (thrown instanceof Stop)
        return { ...known, verdict: 'stop', fault: thrown.fault, text: thrown.message }
      onBug(thrown)
      return { ...known, verdict: 'stop', fault: 'unreadable', text: 'This row could not be checked.' }
    }
  }

  return async (rows, retryOf = null) => {
    const checked: CheckedRow[] = []
    const left = rows.entries()
    const work = async (): Promise<void> => {
      for (const [place, row] of left) checked[place] = await check(row, retryOf)
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return success({ rows: checked })
  }
}

const nothingKnown: CheckedRow = {
  verdict: 'ok',
  fault: null,
  text: '',
  paymentIntentId: null,
  customerLabel: null,
  amount: null,
  currency: null,
  refundable: null,
  refunded: null,
  reason: null,
}

/** Where exactly this was given back before, or is on its way: a file that is handed in twice is all fine but for that. */
function whetherAgain(refunds: RefundFacts['refunds'], amount: number): string {
  const before = refunds.some((refund) => refund.amount === amount && amountCommitted([refund]) > 0)
  return before ? ' One was of this very amount: is it meant once more?' : ''
}

function notRead(error: Failure): Stop {
  return error.code === 'not_found'
    ? new Stop('not_found', 'Stripe knows no such payment in this account and mode.')
    : new Stop('unreadable', `This row could not be checked. ${error.message}`)
}

function faultOf({ id }: PreflightFinding): Fault {
  if (id === 'dispute' || id === 'open_order' || id === 'policy' || id === 'paid_other_way') return id
  return 'not_refundable'
}

function whyOtherCurrency(written: string | null, currency: string): void {
  const asked = written?.trim().toLowerCase() ?? ''
  if (asked !== '' && asked !== currency)
    throw new Stop('currency', `This payment is in ${currency.toUpperCase()}, the row in another currency.`)
}

/** Minor units. */
function amountAsked(written: string | null, currency: string, refundable: number): number {
  if (written === null || written.trim() === '') return refundable
  const parsed = parseExpected(written, currency, refundable)
  if (!parsed.ok) throw new Stop('amount', explainAmount(parsed.reason, currency))
  switch (judgeAmount(parsed.amount, currency, refundable)) {
    case 'ok':
      return parsed.amount
    case 'more_than_refundable':
      throw new Stop(
        'too_much',
        `${formatAmount(parsed.amount, currency)} is more than can still be refunded: ${formatAmount(refundable, currency)}.`,
      )
    case 'not_whole':
    case 'not_positive':
    case 'not_a_step':
      throw new Stop('amount', explainAmount('not_a_step', currency))
  }
}

function reasonAsked(written: string | null): RefundReason | null {
  const asked = written?.trim().toLowerCase().replaceAll(/[\s_-]+/g, '_') ?? ''
  if (asked === '') return null
  const reason = refundReasonSchema.safeParse(asked)
  if (reason.success) return reason.data
  throw new Stop('reason', 'Stripe takes three reasons: requested by customer, duplicate, fraudulent.')
} // prettier-ignore
