// Disputes that nobody answers: due on their day, lost the second after.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openBench, type Bench } from './harness.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

it.each([
  ['pm_card_createDispute', 'needs_response', 'lost'],
  ['pm_card_createDisputeInquiry', 'warning_needs_response', 'warning_closed'],
])('%s is %s until its evidence is due, then %s', async (card, open, closed) => {
  await bench.pay(5000, { payment_method: card })
  bench.simulator.clock.advance(1)
  const dispute = async () => (await bench.get('/v1/disputes')).body.data[0]
  const before = await dispute()
  expect(before).toMatchObject({ evidence_details: { past_due: false }, status: open })
  bench.simulator.clock.advance(before.evidence_details.due_by - bench.simulator.clock.nowSeconds() - 1)
  expect((await dispute()).status).toBe(open)
  bench.simulator.clock.advance(1)
  expect(await dispute()).toMatchObject({
    evidence_details: { has_evidence: false, past_due: true, submission_count: 0 },
    status: closed,
  })
  expect(bench.eventTypes().at(-1)).toBe('charge.dispute.closed')
})
