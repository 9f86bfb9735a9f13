// What operators write about failed payments: one or many at once, once per form, for good, and never in the audit's words.
import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openAudit } from '../../../electron/engine/audit/audit.ts'
import { caseWriter } from '../../../electron/engine/failures/cases.ts'
import { caseEntriesOf } from '../../../electron/store/queries/failures/case-entries.ts'
import { casesOf } from '../../../electron/store/queries/failures/failure-cases.ts'
import { failure, schemas, type Failure, type RequestOf } from '../../../src/contract/index.ts'
import { openBench } from '../../unit/simulator/harness.ts'
import { deskId, openRooms } from './desk.ts'

async function openCases() {
  const bench = await openBench()
  onTestFinished(() => bench.close())
  const rooms = openRooms(bench)
  const { cache, journal } = rooms.store
  const now = (): number => rooms.clock.now
  const locked: { by: Failure | null } = { by: null }
  const audit = openAudit(journal, { now, operator: 'ada' })
  const write = caseWriter({ cache, journal, audit, whyLocked: () => locked.by, now })
  const payments = [await bench.pay(1000), await bench.pay(2000), await bench.pay(3000)]
  await rooms.intake.events(bench.simulator.ledger(bench.account, 'test').events, () => undefined)
  const ids = payments.map(({ id }) => id)
  return {
    ...rooms,
    journal,
    locked,
    ids,
    write: (more: Partial<RequestOf<'case.write'>> = {}) =>
      write(
        schemas['case.write'].request.parse({
          deskId,
          entryId: randomUUID(),
          paymentIntentIds: [ids[0]],
          entry: { kind: 'noted', text: 'Called, was kind.' },
          ...more,
        }),
      ),
    about: (place: number) => caseEntriesOf(journal, ids[place] ?? ''),
    audited: () =>
      journal
        .prepare<[], { kind: string; subject: string | null; text: string; detail: string }>(
          'SELECT * FROM audit ORDER BY seq',
        )
        .all(),
  }
}

describe('what is written about failed payments', () => {
  test('stands on each of them, with who wrote it and when, the oldest first', async () => {
    const { write, about, ids, clock } = await openCases()
    const until = clock.now + 86_400_000
    write({ entry: { kind: 'assigned', assignee: 'bea' } })
    clock.now += 1000
    const written = write({ paymentIntentIds: ids, entry: { kind: 'snoozed', until } })
    const said = { text: null, assignee: null, operator: 'ada', at: clock.now }
    expect(written.ok && schemas['case.write'].reply.parse(written.value)).toMatchObject(
      ids.map((paymentIntentId) => ({ ...said, paymentIntentId, kind: 'snoozed', until })),
    )
    expect(about(0).map(({ kind }) => kind)).toEqual(['assigned', 'snoozed'])
    expect(about(2)).toMatchObject([{ ...said, kind: 'snoozed', until }])
  })

  test('is written once per form, however often it is sent, and an id with other contents is a conflict', async () => {
    const { write, about, ids, audited } = await openCases()
    const entryId = randomUUID()
    const entry = { kind: 'closed', text: 'Paid by bank transfer' } as const
    const first = write({ entryId, entry })
    expect(write({ entryId, entry })).toEqual(first)
    expect(write({ entryId, entry: { ...entry, text: 'Something else' } })).toMatchObject({
      error: { code: 'order_conflict' },
    })
    expect(write({ entryId, paymentIntentIds: [ids[0]!, ids[1]!, ids[1]!], entry })).toMatchObject({
      ok: true,
    })
    expect([about(0), about(1)].map(({ length }) => length)).toEqual([1, 1])
    expect(audited().map(({ subject }) => subject)).toEqual([ids[0], ids[1]])
  })

  test('is one entry in the audit, which names the payments and not the reason', async () => {
    const { write, ids, audited } = await openCases()
    const entryId = randomUUID()
    write({ entryId, paymentIntentIds: ids, entry: { kind: 'written_off', text: 'moved after the divorce' } })
    expect(audited()).toMatchObject([
      { kind: 'case_written', subject: null, text: '3 failed payments written off.' },
    ])
    expect(JSON.parse(audited()[0]!.detail)).toMatchObject({
      entryId,
      what: 'written_off',
      paymentIntentIds: ids,
    })
    expect(JSON.stringify(audited())).not.toContain('divorce')
  })

  test('is all of it written, or nothing', async () => {
    const { write, about, ids, audited } = await openCases()
    expect(write({ paymentIntentIds: [ids[0]!, 'pi_of_nobody'] })).toMatchObject({
      error: { code: 'not_found' },
    })
    const entryId = randomUUID()
    write({ entryId, paymentIntentIds: [ids[1]!], entry: { kind: 'reopened' } })
    expect(write({ entryId, paymentIntentIds: [ids[0]!, ids[1]!] })).toMatchObject({
      error: { code: 'order_conflict' },
    })
    expect(about(0)).toEqual([])
    expect(audited()).toHaveLength(1)
  })

  test('is refused on a locked desk, with a card number or a key in it, and for a time that is over', async () => {
    const { write, about, locked, clock } = await openCases()
    locked.by = failure('locked', 'Unlock it first.').error
    expect(write()).toMatchObject({ error: { code: 'locked' } })
    locked.by = null
    for (const text of ['card 4242 4242 4242 4242', 'sk_live_51AbCdEfGhIjKlMnOpQrStUv'])
      expect(write({ entry: { kind: 'noted', text } })).toMatchObject({ error: { code: 'bad_request' } })
    expect(write({ entry: { kind: 'assigned', assignee: '4242424242424242' } })).toMatchObject({
      error: { code: 'bad_request' },
    })
    expect(write({ entry: { kind: 'snoozed', until: clock.now } })).toMatchObject({
      error: { code: 'bad_request' },
    })
    expect(about(0)).toEqual([])
  })

  test('closes no try that was not known to have failed, whenever that was', async () => {
    const { write, store, journal, ids, clock } = await openCases()
    const failedAt = Math.floor(clock.now / 1000) - 7200
    store.cache
      .prepare(
        `INSERT INTO failures (rowid, payment_intent_id, currency, amount, first_failed_at, last_failed_at, failed_attempts, state, awaits_customer)
         SELECT rowid, id, currency, amount, @failedAt, @failedAt, 1, 'open', 0 FROM payment_intents WHERE id = @id`,
      )
      .run({ failedAt, id: ids[0] })
    write({ paymentIntentIds: ids, entry: { kind: 'closed', text: 'Paid by bank transfer' } })
    const stateAfter = (place: number, lastFailedAt: number): string =>
      casesOf(store.cache, journal).of(ids[place] ?? '', lastFailedAt, clock.now).state
    expect(stateAfter(0, failedAt)).toBe('closed')
    expect(stateAfter(0, failedAt - 60)).toBe('closed')
    expect(stateAfter(0, failedAt + 60)).toBe('open')
    // Nothing of it was known to have failed.
    expect(stateAfter(1, failedAt)).toBe('open')
  })

  test('sleeps until a time that may be over when the form is sent again', async () => {
    const { write, clock } = await openCases()
    const entryId = randomUUID()
    const entry = { kind: 'snoozed', until: clock.now + 1000 } as const
    const first = write({ entryId, entry })
    clock.now += 5000
    expect(write({ entryId, entry })).toEqual(first)
  })

  test('can be neither changed nor deleted, and no rule either', async () => {
    const { write, journal } = await openCases()
    write()
    journal
      .prepare(
        `INSERT INTO decline_rules (code, to_do, operator, at) VALUES ('do_not_honor', 'never', 'ada', 1)`,
      )
      .run()
    expect(() => journal.exec(`UPDATE case_entries SET text = 'other'`)).toThrow('stays so')
    expect(() => journal.exec('DELETE FROM case_entries')).toThrow('never deleted')
    expect(() => journal.exec('UPDATE decline_rules SET to_do = NULL')).toThrow('never rewritten')
    expect(() => journal.exec('DELETE FROM decline_rules')).toThrow('never deleted')
  })
})
