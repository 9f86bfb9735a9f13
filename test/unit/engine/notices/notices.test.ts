// What is worth a notification is told once, over restarts too, and nothing of what was before the desk was connected.
import { describe, expect, test } from 'vitest'
import { openAudit } from '../../../../electron/engine/audit/audit.ts'
import { openNotices } from '../../../../electron/engine/notices/notices.ts'
import type { StripeEvent } from '../../../../electron/store/events/read-event.ts'
import type { Notice } from '../../../../src/contract/index.ts'
import { dayAndTime } from '../../../../src/domain/day-words.ts'
import { aStore, deskId } from '../../../integration/engine/desk.ts'

const day = 86_400_000
const title = 'LIVE · Hopper Instruments'
const start = 1_795_000_000_000

function open(store = aStore()) {
  const clock = { now: start }
  const told: Notice[] = []
  const now = (): number => clock.now
  const audit = openAudit(store.journal, { now, operator: 'ada' })
  if (audit.isEmpty()) audit.append({ kind: 'desk_connected', subject: null, text: 'Here.', detail: {} })
  const again = () =>
    openNotices({
      deskId,
      title: () => title,
      journal: store.journal,
      now,
      tell: (notice) => told.push(notice),
    })
  return { clock, told, again, ...again() }
}

const event = (type: string, object: object, at = start + 1000): StripeEvent => ({
  id: `evt_${type}`,
  type,
  created: Math.floor(at / 1000),
  apiVersion: null,
  requestId: null,
  idempotencyKey: null,
  objectId: 'id' in object ? String(object.id) : null,
  objectType: null,
  object: object as StripeEvent['object'],
  previous: null,
})
const refund = (status: string) => ({
  id: 're_1',
  object: 'refund',
  amount: 4900,
  currency: 'eur',
  created: 1,
  status,
})
const dispute = { id: 'dp_1', object: 'dispute', amount: 4900, currency: 'eur', status: 'needs_response', reason: 'fraudulent', created: 1, evidence_details: { due_by: 1_796_000_000 } } // prettier-ignore

describe('a failed refund and a dispute', () => {
  test('are told once, with where to look, whatever event says it and however often Bursar starts', () => {
    const { seen, told, again } = open()
    seen([event('refund.updated', refund('failed')), event('refund.failed', refund('failed'))])
    seen([event('charge.dispute.created', dispute)])
    again().seen([event('refund.failed', refund('failed')), event('charge.dispute.created', dispute)])
    expect(told).toEqual([
      {
        deskId,
        desk: title,
        kind: 'refund_failed',
        text: 'A refund of €49.00 failed. The money is in the Stripe balance.',
        opens: { kind: 'refund', id: 're_1' },
      },
      {
        deskId,
        desk: title,
        kind: 'dispute_opened',
        text: `A payment of €49.00 is disputed. Evidence is wanted until ${dayAndTime(1_796_000_000_000)}.`,
        opens: { kind: 'dispute', id: 'dp_1' },
      },
    ])
  })

  test('are told apart: an inquiry takes nothing, and is told of again once it does', () => {
    const { seen, told } = open()
    const inquiry = { ...dispute, status: 'warning_needs_response' }
    seen([event('charge.dispute.created', inquiry), event('charge.dispute.updated', dispute)])
    seen([event('charge.dispute.funds_withdrawn', dispute), event('charge.dispute.funds_withdrawn', dispute)])
    // Of one that was told already, or is decided.
    const other = { ...dispute, id: 'dp_2' }
    seen([event('charge.dispute.created', other), event('charge.dispute.funds_withdrawn', other)])
    seen([event('charge.dispute.funds_withdrawn', { ...dispute, id: 'dp_3', status: 'lost' })])
    const until = `Evidence is wanted until ${dayAndTime(1_796_000_000_000)}.`
    expect(told.map(({ text, opens }) => [opens?.id, text])).toEqual([
      ['dp_1', `The bank asks about a payment of €49.00 (an inquiry). ${until}`],
      ['dp_1', `A payment of €49.00 is disputed. ${until}`],
      ['dp_2', `A payment of €49.00 is disputed. ${until}`],
    ])
  })

  test('are not told of from before the desk was connected, nor long after', () => {
    const { seen, told, clock } = open()
    seen([event('refund.failed', refund('failed'), start - 5000)])
    clock.now = start + 10 * day
    seen([event('charge.dispute.created', dispute, start + day)])
    expect(told).toEqual([])
  })

  test('are told only where it is so', () => {
    const { seen, told } = open()
    seen([event('refund.updated', refund('succeeded')), event('charge.dispute.closed', dispute)])
    seen([event('refund.failed', { id: 're_2', object: 'refund' })])
    expect(told).toEqual([])
  })
})

test('a webhook that fell silent is told once a silence, and the end of what can be read five days before', () => {
  const { freshness, told, clock } = open()
  freshness({ webhook: 'receiving', horizonAt: start + 20 * day })
  freshness({ webhook: 'silent', horizonAt: start + 20 * day })
  freshness({ webhook: 'silent', horizonAt: start + 20 * day })
  clock.now += 2 * day
  freshness({ webhook: 'receiving', horizonAt: null })
  freshness({ webhook: 'silent', horizonAt: start + 6 * day })
  freshness({ webhook: 'silent', horizonAt: start + 6 * day })
  expect(told.map(({ kind }) => kind)).toEqual(['webhook_silent', 'webhook_silent', 'horizon_near'])
})
