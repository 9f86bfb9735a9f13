// What a preflight says of payments that the simulator has none of.
import { expect, test } from 'vitest'
import { judgePayment, type RefundFacts } from '../../../../electron/engine/refunds/findings.ts'

const facts: RefundFacts = {
  paymentIntentId: 'pi_1',
  currency: 'eur',
  charge: {
    paid: true,
    captured: true,
    amountCaptured: 5000,
    amountRefunded: 0,
    disputed: false,
    methodType: 'card',
  },
  refunds: [],
  disputes: [],
  fraudWarnings: [],
  paidOtherWay: [],
  transfer: null,
  balanceAvailable: 100_000,
  openOrder: null,
}
const saysOf = (more: Partial<RefundFacts>, id: string) =>
  judgePayment({ ...facts, ...more }).findings.find((finding) => finding.id === id)

const dispute = {
  status: 'lost',
  reason: 'fraudulent',
  amount: 5000,
  currency: 'eur',
  movements: [],
  refundable: false,
}

test('a dispute that was prevented or lost stops a refund: the customer has the money', () => {
  for (const status of ['prevented', 'lost'])
    expect(saysOf({ disputes: [{ ...dispute, status }] }, 'dispute')).toMatchObject({ verdict: 'stop' })
  expect(saysOf({ disputes: [{ ...dispute, status: 'won' }] }, 'dispute')).toMatchObject({
    verdict: 'warn',
  })
})

test('what a lost dispute took is not refundable, and nothing else of what is said speaks of more', () => {
  const part = { ...dispute, amount: 2000, refundable: true }
  const refunds = [{ amount: 500, status: 'succeeded' }]
  const judged = judgePayment({ ...facts, disputes: [part], refunds, balanceAvailable: 2600 })
  expect(judged.amountRefundable).toBe(2500)
  expect(judged.findings).toMatchObject([
    { id: 'refundable', verdict: 'ok', text: '€25.00 of €50.00 can still be refunded.' },
    { id: 'earlier_refunds', verdict: 'warn' },
    { id: 'dispute', verdict: 'warn' },
    { id: 'method' },
    { id: 'balance', verdict: 'ok' },
    { id: 'fees' },
  ])
})

test('what was given back outside Stripe is said before more is', () => {
  expect(saysOf({}, 'paid_other_way')).toBeUndefined()
  expect(saysOf({ paidOtherWay: [1000, 250] }, 'paid_other_way')).toMatchObject({
    verdict: 'warn',
    text: expect.stringContaining('€12.50'),
  })
})

test('that money went on to a connected account is said before it is refunded, with the fee that stays', () => {
  expect(saysOf({}, 'transfer')).toBeUndefined()
  const transfer = { destination: 'acct_connected', hasFee: false }
  expect(saysOf({ transfer }, 'transfer')).toMatchObject({
    verdict: 'warn',
    text: expect.stringMatching(/acct_connected.*is not reversed\. Do that/),
  })
  expect(saysOf({ transfer: { ...transfer, hasFee: true } }, 'transfer')?.text).toContain(
    'the application fee is not given back',
  )
})

test('a warning of fraud that is still open counts before one that is settled', () => {
  const settled = { fraudType: 'misc', actionable: false }
  const open = { fraudType: 'made_with_stolen_card', actionable: true }
  expect(saysOf({}, 'fraud_warning')).toBeUndefined()
  expect(saysOf({ fraudWarnings: [settled, open] }, 'fraud_warning')?.text).toMatch(
    /made with stolen card.*Refunding all of it/,
  )
  expect(saysOf({ fraudWarnings: [settled] }, 'fraud_warning')?.text).toContain('refunded or disputed since')
  expect(judgePayment({ ...facts, fraudWarnings: [settled, open] }).wholeOnly).toBe(true)
  expect(judgePayment({ ...facts, fraudWarnings: [settled] }).wholeOnly).toBe(false)
})

test('what always holds is a note, neither for nor against the refund, and a method is called by its name', () => {
  expect(saysOf({}, 'fees')).toMatchObject({ verdict: 'note' })
  const of = (methodType: string) => saysOf({ charge: { ...facts.charge!, methodType } }, 'method')
  expect(of('ideal')).toMatchObject({ verdict: 'ok', text: 'Goes back by iDEAL.' })
  expect(of('klarna')?.text).toBe('Goes back by Klarna.')
})

test('refunds that failed or were canceled are told apart from those that gave money back', () => {
  const [made, failed] = [
    { amount: 1000, status: 'succeeded' },
    { amount: 2000, status: 'failed' },
  ]
  const of = (...refunds: RefundFacts['refunds']) => saysOf({ refunds }, 'earlier_refunds')?.text
  expect(of()).toBeUndefined()
  expect(of(made)).toBe('One refund was made before: €10.00 given back.')
  expect(of(failed)).toBe('One refund was tried before and came to nothing.')
  expect(of(made, { amount: 500, status: 'pending' }, failed, failed)).toBe(
    '2 refunds were made before: €15.00 given back, 1 of them still pending. 2 refunds were tried before and came to nothing.',
  )
})
