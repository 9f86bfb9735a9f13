// How a desk judges a decline code otherwise than usual: the newest rule holds, every one stays, and a retry is judged by it.
import { expect, onTestFinished, test } from 'vitest'
import { openAudit } from '../../../electron/engine/audit/audit.ts'
import { declineRuleSetter } from '../../../electron/engine/failures/rules.ts'
import { rulesOf } from '../../../electron/store/queries/failures/decline-rules.ts'
import { failure, schemas, type Failure, type FailureGroup } from '../../../src/contract/index.ts'
import { openChangeRooms } from './changes.support.ts'
import { aDebtor, openBench, retryOf } from './collecting.support.ts'
import { aStore, deskId } from './desk.ts'

function openRules(store = aStore()) {
  const clock = { now: 1000 }
  const locked: { by: Failure | null } = { by: null }
  const now = (): number => clock.now
  const audit = openAudit(store.journal, { now, operator: 'ada' })
  const set = declineRuleSetter({ journal: store.journal, audit, whyLocked: () => locked.by, now })
  return {
    ...store,
    locked,
    set: (code: string, group: FailureGroup | null) => set({ deskId, code, group }),
    rows: () => store.journal.prepare<[], object>('SELECT * FROM decline_rules ORDER BY number').all(),
    audited: () => store.journal.prepare<[], { kind: string; text: string }>('SELECT * FROM audit').all(),
  }
} // prettier-ignore

test('the newest rule of a code holds, the others stay, and null is as usual again', () => {
  const { set, rows, journal, audited } = openRules()
  const answer = set('insufficient_funds', 'never')
  expect(answer.ok && schemas['declines.setRule'].reply.parse(answer.value)).toMatchObject({
    code: 'insufficient_funds',
    group: 'never',
    usual: 'retry_possible',
    masked: false,
  })
  set('insufficient_funds', 'new_method')
  set('lost_card', 'new_method')
  expect(rulesOf(journal)).toEqual(
    new Map([
      ['insufficient_funds', 'new_method'],
      ['lost_card', 'new_method'],
    ]),
  )
  expect(set('insufficient_funds', null)).toMatchObject({ value: { group: 'retry_possible' } })
  expect(set('lost_card', null)).toMatchObject({ value: { masked: true } })
  expect(rulesOf(journal)).toEqual(new Map())
  expect(rows()).toHaveLength(5)
  expect(audited().map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    'decline_rule_set: Failures with insufficient_funds are judged as never.',
    'decline_rule_set: Failures with insufficient_funds are judged as new method.',
    'decline_rule_set: Failures with lost_card are judged as new method.',
    'decline_rule_set: Failures with insufficient_funds are judged as usual again.',
    'decline_rule_set: Failures with lost_card are judged as usual again.',
  ])
})

test('the same rule again writes nothing, and on a locked desk none is set', () => {
  const { set, rows, audited, locked } = openRules()
  set('do_not_honor', 'fraud')
  set('do_not_honor', 'fraud')
  set('call_issuer', null)
  expect([rows().length, audited().length]).toEqual([1, 1])
  locked.by = failure('locked', 'Unlock it first.').error
  expect(set('do_not_honor', null)).toMatchObject({ error: { code: 'locked' } })
  expect(rows()).toHaveLength(1)
})

test('a retry is judged by the rules of its desk', async () => {
  const bench = await openBench()
  onTestFinished(() => bench.close())
  const at = await aDebtor(bench)
  const rooms = openChangeRooms(bench)
  expect(await rooms.changes.preflight(retryOf(at.invoice))).toMatchObject({ value: { canPlace: true } })
  openRules(rooms.store).set('generic_decline', 'never')
  expect(await rooms.changes.preflight(retryOf(at.invoice))).toMatchObject({ value: { canPlace: false } })
})
