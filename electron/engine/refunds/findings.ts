// What the preflight of a refund finds, in words, from facts already read. Pure: the same facts give the same findings.
// A fact that could not be read is said to be unknown, never taken for good.
import type { Preflight, PreflightFinding } from '../../../src/contract/index.ts'
import { methodWord } from '../../../src/domain/card-words.ts'
import { judgeDisputes } from '../../../src/domain/disputed-refund.ts'
import { currencyRule, spokenAmount } from '../../../src/domain/money.ts'
import { amountCommitted, amountRefundable } from '../../../src/domain/refundable.ts'
import type { CachedPayment } from '../../store/queries/payments/payment-facts.ts'
import type { RefundRules } from '../access/order-access.ts'
import { modeFinding, policyFinding } from './rule-findings.ts'

/** Of a payment, however it was read: from Stripe just now, or from the cache. */
export interface RefundFacts extends Omit<CachedPayment, 'customerLabel'> {
  paymentIntentId: string
  /** What the bank of the card warned of, as far as events tell. */
  fraudWarnings: readonly { fraudType: string; actionable: boolean }[]
  /** Amounts of refunds that failed or were canceled, and were paid another way; minor units. */
  paidOtherWay: readonly number[]
  /** Available balance in the payment's currency, minor units; `not_held` where there is none in it, null when it could not be read. */
  balanceAvailable: number | 'not_held' | null
  /** An order of ours on this payment that is not finished, in words. */
  openOrder: string | null
}

/** What of a preflight the payment alone decides. Amounts in minor units. */
export interface PaymentFindings {
  amountRefundable: number
  /** What disputes keep of what would be refundable without them: all of it where one stops every refund. Stripe may not count it. */
  keptByDisputes: number
  /** All of it can be ordered, and no part of it. */
  wholeOnly: boolean
  findings: PreflightFinding[]
}

export function judgePayment(facts: RefundFacts): PaymentFindings {
  const { charge, currency } = facts
  const left = charge === null ? 0 : amountRefundable({ ...charge, currency }, facts.refunds)
  const { left: refundable, ...dispute } = judgeDisputes(
    { disputed: charge?.disputed ?? false, currency, left },
    facts.disputes,
  )
  const findings = [
    refundableFinding(facts, refundable),
    currencyFinding(currency),
    earlierRefundsFinding(facts),
    paidOtherWayFinding(facts),
    { id: 'dispute', ...dispute } as const,
    fraudWarningFinding(facts),
    methodFinding(charge?.methodType ?? null),
    balanceFinding(facts, refundable),
    openOrderFinding(facts),
    transferFinding(facts),
    {
      id: 'fees',
      verdict: 'note',
      text: 'Stripe’s fees for the original payment are not returned.',
    } as const,
  ].filter((finding) => finding !== null)
  return {
    amountRefundable: refundable,
    keptByDisputes: dispute.verdict === 'stop' ? left : left - refundable,
    wholeOnly: isWarnedOf(facts.fraudWarnings),
    findings,
  }
}

/** `checkedAt` in milliseconds. */
export function preflightOf(facts: RefundFacts, rules: RefundRules, checkedAt: number): Preflight {
  const { charge, currency } = facts
  const judged = judgePayment(facts)
  const findings = [modeFinding(rules), policyFinding(rules, currency), ...judged.findings].filter(
    (finding) => finding !== null,
  )
  return {
    paymentIntentId: facts.paymentIntentId,
    currency,
    amountCaptured: charge?.captured ? charge.amountCaptured : 0,
    amountRefunded: amountCommitted(facts.refunds),
    amountRefundable: judged.amountRefundable,
    wholeOnly: judged.wholeOnly,
    step: currencyRule(currency).step,
    limits: rules.limits,
    confirm: rules.confirm,
    findings,
    canRefund: findings.every((finding) => finding.verdict !== 'stop'),
    checkedAt,
  }
}

/** The first reason to stop, as a sentence; null when nothing stands in the way. */
export function whyNot({ findings }: Pick<PaymentFindings, 'findings'>): string | null {
  return findings.find((finding) => finding.verdict === 'stop')?.text ?? null
}

function refundableFinding({ charge, currency }: RefundFacts, refundable: number): PreflightFinding {
  const say = (verdict: PreflightFinding['verdict'], text: string): PreflightFinding => ({
    id: 'refundable',
    verdict,
    text,
  })
  if (charge === null || !charge.paid)
    return say('stop', 'Nothing was taken with this payment, so nothing can be given back.')
  if (!charge.captured)
    return say(
      'stop',
      'This payment is authorized but not captured. Cancel it in the Stripe Dashboard instead of refunding it.',
    )
  if (refundable === 0)
    return say('stop', 'Everything that was taken has been refunded, or is on its way back.')
  return say(
    'ok',
    `${spokenAmount(refundable, currency)} of ${spokenAmount(charge.amountCaptured, currency)} can still be refunded.`,
  )
}

function currencyFinding(currency: string): PreflightFinding | null {
  const { digits, step } = currencyRule(currency)
  const code = currency.toUpperCase()
  if (digits === 2) return null
  const text =
    step === 10
      ? `${code} has three decimals; Stripe takes amounts whose last is 0.`
      : `${code} has no decimals.`
  return { id: 'currency', verdict: 'ok', text }
}

function earlierRefundsFinding({ refunds, currency }: RefundFacts): PreflightFinding | null {
  if (refunds.length === 0) return null
  const pending = refunds.filter(
    (refund) => refund.status === 'pending' || refund.status === 'requires_action',
  )
  const lost = refunds.filter(({ status }) => status === 'failed' || status === 'canceled')
  const made = refunds.length - lost.length
  const committed = spokenAmount(amountCommitted(refunds), currency)
  const given = `${refundsWere(made)} made before: ${committed} given back${pending.length > 0 ? `, ${pending.length} of them still pending` : ''}.`
  const nothing = `${refundsWere(lost.length)} tried before and came to nothing.`
  return {
    id: 'earlier_refunds',
    verdict: 'warn',
    text: [...(made > 0 ? [given] : []), ...(lost.length > 0 ? [nothing] : [])].join(' '),
  }
}

const refundsWere = (count: number): string => (count === 1 ? 'One refund was' : `${count} refunds were`)

/** Nobody at Stripe knows of it: there, all of it can be refunded once more. */
function paidOtherWayFinding({ paidOtherWay, currency }: RefundFacts): PreflightFinding | null {
  if (paidOtherWay.length === 0) return null
  const sum = paidOtherWay.reduce((total, amount) => total + amount, 0)
  return {
    id: 'paid_other_way',
    verdict: 'warn',
    text: `${spokenAmount(sum, currency)} of it was given back another way, outside Stripe, as the notes on its refunds tell. What is refunded now comes on top.`,
  }
}

/** Whether the bank has warned and nothing was done about it. */
export const isWarnedOf = (warnings: RefundFacts['fraudWarnings']): boolean =>
  warnings.some(({ actionable }) => actionable)

/** Why a part of it can't be ordered: the dispute would come all the same, and take the whole amount once more. */
export const onlyWhole =
  'The card’s bank warned of fraud: only a refund of all that is left can be ordered, because after a part of it the dispute still comes, over the whole amount.'

/** No reason to stop: giving all of it back is what keeps a warning from becoming a dispute (docs.stripe.com/disputes/prevention/fraud-warnings). */
function fraudWarningFinding({ fraudWarnings }: RefundFacts): PreflightFinding | null {
  const [newest] = fraudWarnings
  if (newest === undefined) return null
  const open = fraudWarnings.find(({ actionable }) => actionable)
  const why = (open ?? newest).fraudType.replaceAll('_', ' ')
  return open
    ? {
        id: 'fraud_warning',
        verdict: 'warn',
        text: `The card’s bank warned of fraud (${why}). Refunding all of it usually keeps it from becoming a dispute; a part of it does not, so none can be ordered. Give it back by no other way.`,
      }
    : {
        id: 'fraud_warning',
        verdict: 'warn',
        text: `The card’s bank warned of fraud (${why}), and the payment was refunded or disputed since.`,
      }
}

/** Bursar's refunds leave transfers and application fees as they are. */
function transferFinding({ transfer }: RefundFacts): PreflightFinding | null {
  if (transfer === null) return null
  const fee = transfer.hasFee ? ', and the application fee is not given back' : ''
  return {
    id: 'transfer',
    verdict: 'warn',
    text: `This payment went on to the connected account ${transfer.destination}. The refund is taken from your balance: the transfer is not reversed${fee}. Do that in the Stripe Dashboard.`,
  }
}

const slowMethods: Record<string, string> = {
  sepa_debit: 'SEPA debit refunds take 3 to 4 business days and can fail.',
  bacs_debit: 'Bacs debit refunds take several business days and can fail.',
  us_bank_account: 'US bank account refunds take 3 to 5 business days and can fail.',
  konbini: 'The customer must give a bank account before this refund can be paid.',
  multibanco: 'The customer must give a bank account before this refund can be paid.',
  boleto: 'The customer must give a bank account before this refund can be paid.',
}

function methodFinding(type: string | null): PreflightFinding | null {
  if (type === null) return null
  if (type === 'card')
    return {
      id: 'method',
      verdict: 'ok',
      text: 'Goes back to the card, usually within 5 to 10 business days.',
    }
  const slow = slowMethods[type]
  return slow === undefined
    ? { id: 'method', verdict: 'ok', text: `Goes back by ${methodWord(type)}.` }
    : { id: 'method', verdict: 'warn', text: slow }
}

function balanceFinding(
  { balanceAvailable, charge, currency }: RefundFacts,
  refundable: number,
): PreflightFinding {
  const say = (verdict: PreflightFinding['verdict'], text: string): PreflightFinding => ({
    id: 'balance',
    verdict,
    text,
  })
  if (balanceAvailable === null) return say('unknown', 'The balance could not be read with this key.')
  if (balanceAvailable === 'not_held') {
    return say(
      'unknown',
      `The balance is held in other currencies than ${currency.toUpperCase()}; Stripe converts, so whether it covers this is not known here.`,
    )
  }
  const available = spokenAmount(balanceAvailable, currency)
  if (balanceAvailable >= refundable) return say('ok', `The balance covers it: ${available} available.`)
  return charge?.methodType === 'card'
    ? say(
        'warn',
        `The balance is low (${available} available): a refund above it waits until there is enough.`,
      )
    : say(
        'warn',
        `The balance is low (${available} available): a refund above it fails with this payment method.`,
      )
}

function openOrderFinding({ openOrder }: RefundFacts): PreflightFinding | null {
  return openOrder === null ? null : { id: 'open_order', verdict: 'stop', text: openOrder }
}
