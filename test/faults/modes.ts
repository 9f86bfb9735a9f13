// Does the right things and the wrong ones on four desks (two accounts, two modes) in random order: switches, orders on whatever
// payment, events signed with whatever secret, keys of whatever account, answers that lie. Nothing may come to where it does not
// belong. Exports the runner for `npm run faults` and for the tests.
import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import type { ReplyOf, Result } from '../../src/contract/index.ts'
import { formatAmount } from '../../src/domain/money.ts'
import { sequences, type Step, type Which } from './modes-steps.ts'
import { openHouse, type House, type Place } from './modes-house.ts'

export interface ModesReport {
  sequences: number
  steps: number
  /** Refunds that were made, where they were ordered: the test is worth something only if there are many. */
  refunds: Record<Place['mode'], number>
  eventsAccepted: number
  keysReplaced: number
  refusals: Record<string, number>
  /** The first sequence in which something came to where it does not belong, shrunk; null when there was none. */
  violation: string | null
}

class Violation extends Error {}

function must(isSo: boolean, words: () => string): void {
  if (!isSo) throw new Violation(words())
}

const unseen = { sequences: 0, steps: 0, eventsAccepted: 0, keysReplaced: 0, violation: null }

/** `seed` makes the run repeatable. */
export async function runModes({
  runs,
  seed,
  onSequence,
}: {
  runs: number
  seed: number
  onSequence?: (done: number) => void
}): Promise<ModesReport> {
  const report: ModesReport = { ...unseen, refunds: { test: 0, live: 0 }, refusals: {} }
  const house = await openHouse(seed)
  try {
    const play = playerOf(house, report)
    const property = fc.asyncProperty(sequences, async (sequence) => {
      await play(sequence)
      report.sequences += 1
      onSequence?.(report.sequences)
    })
    const checked = await fc.check(property, { numRuns: runs, seed, endOnFailure: false })
    if (checked.failed)
      report.violation = `seed ${seed}, path ${checked.counterexamplePath}: ${String((checked.errorInstance as Error | null)?.message)}\n${JSON.stringify(checked.counterexample)}`
    else await everythingIsWhereItBelongs(house)
  } catch (error) {
    if (!(error instanceof Violation)) throw error
    report.violation = error.message
  } finally {
    await house.close()
  }
  return report
}

function playerOf(house: House, report: ModesReport) {
  const { places, doors, simulator } = house
  const at = (index: Which): Place => places[index % places.length]!
  const paymentOf = (place: Place, index: number) => place.payments[index % place.payments.length]!
  /** The desk that each order was given to, for ever: what is left in the hold is sent later. */
  const orders = new Map<string, { place: Place; paymentId: string; isOwn: boolean }>()
  /** Orders that must never come to Stripe: refused, or taken back in time. */
  const dead = new Set<string>()
  const made = new Set<string>()
  const refundsBefore = places.map((place) => place.ledger().refunds.size)
  const count = (what: string): void => void (report.refusals[what] = (report.refusals[what] ?? 0) + 1)
  let current: Place = at(0)
  let ordered: string[] = []
  let events: { id: string; to: Place; accepted: boolean }[] = []

  /** Whatever desk the operator comes from is locked behind them. */
  function switchTo(place: Place): void {
    current = place
    const left = places.filter((each) => each !== place && each.mode === 'live')
    house.switchTo(place)
    for (const each of left)
      must(house.open(each).access.whyClosed()?.code === 'locked', () => `${each.deskId} stayed unlocked`)
  }

  async function order(step: Step & { do: 'order' }): Promise<void> {
    const place = step.desk === null ? current : at(step.desk)
    const book = step.book === null ? place : at(step.book)
    const payment = paymentOf(book, step.payment)
    const isOwn = place === book
    const orderId = randomUUID()
    orders.set(orderId, { place, paymentId: payment.id, isOwn })
    ordered.push(orderId)
    const { refunds, access } = house.open(place)
    const isLocked = place.mode === 'live' && step.locked
    if (isLocked) access.lock('key')
    else if (place.mode === 'live') access.unlockedBySystem()
    const placed = await refunds.place({
      deskId: place.deskId,
      orderId,
      paymentIntentId: payment.id,
      amount: 100,
      currency: payment.currency,
      reason: null,
      note: null,
      customerLabel: null,
      confirmation: { how: 'typed', amount: formatAmount(100, payment.currency, false) },
    })
    must(!(placed.ok && isLocked), () => `${place.deskId} took an order although it was locked`)
    if (!placed.ok) {
      dead.add(orderId)
      return count(`order ${isOwn ? 'of its own' : 'of another'}: ${placed.error.code}`)
    }
    must(isOwn, () => `${place.deskId} took an order on ${payment.id} of ${book.deskId}`)
    if (step.end === 'undo' && refunds.undo(orderId).ok) dead.add(orderId)
    if (step.end === 'send') await refunds.sendNow(orderId)
  }

  /** What an honest Stripe would never send to this desk must not be let in: its secret, its mode and, where named, its account. */
  function event({ desk, secret, book, named }: Step & { do: 'event' }): void {
    const [to, signer, of] = [at(desk), at(secret), at(book)]
    // An event that does not name its account is of the one whose endpoint signs with this secret.
    const isNamed = named || of.accountId !== to.accountId
    const livemode = of.mode === 'live'
    const [id, objectId] = [`evt_${randomUUID()}`, `cus_${randomUUID()}`]
    const body = {
      id,
      object: 'event',
      api_version: '2026-10-28.endive',
      created: Math.floor(Date.now() / 1000),
      type: 'customer.created',
      livemode,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      ...(isNamed && { account: of.accountId }),
      data: { object: { id: objectId, object: 'customer', created: 1, livemode, name: of.deskId } },
    }
    const verdict = doors.deliver(to.deskId, JSON.stringify(body), signer.signingSecret)
    const accepted = verdict === 'accepted'
    must(accepted === (to === signer && to === of), () => {
      return `${to.deskId} said ${verdict} to an event of ${of.deskId}, signed for ${signer.deskId}`
    })
    if (accepted) report.eventsAccepted += 1
    else count(`event: ${verdict}`)
    events.push({ id, to, accepted })
  }

  async function key({ desk, book, kind }: Step & { do: 'key' }): Promise<void> {
    const [place, of] = [at(desk), at(book)]
    const mode = kind === 'revoked' ? 'test' : of.mode
    const { secretTest, secretLive, restrictedTest, restrictedLive, revoked } = of.keys
    const [secret, restricted] = mode === 'live' ? [secretLive, restrictedLive] : [secretTest, restrictedTest]
    const offered = { secret, restricted, revoked }[kind]
    const expected =
      mode !== place.mode
        ? 'mode_mismatch'
        : kind === 'revoked'
          ? 'key_revoked'
          : of.accountId === place.accountId
            ? 'ok'
            : 'account_mismatch'
    const before = house.open(place)
    const replaced = await house.replaceKey(place, offered)
    const outcome = replaced.ok ? 'ok' : replaced.error.code
    must(outcome === expected, () => `${place.deskId} said ${outcome} to a ${kind} key of ${of.deskId}`)
    must(replaced.ok || house.open(place) === before, () => `${place.deskId} was changed by a wrong key`)
    if (replaced.ok) report.keysReplaced += 1
    else count(`key: ${outcome}`)
    for (const each of places) {
      const { secretTest, secretLive, restrictedTest, restrictedLive } = each.keys
      const fits = each.mode === 'live' ? [secretLive, restrictedLive] : [secretTest, restrictedTest]
      const kept = await house.keyOf(each)
      must(fits.includes(kept), () => `${each.deskId} holds a key that is not its own`)
    }
  }

  async function lie({ desk, payment, about }: Step & { do: 'lie' }): Promise<void> {
    const place = at(desk)
    const { id } = paymentOf(place, payment)
    const { refunds, sync } = house.open(place)
    const pathStartsWith = about === 'events' ? '/v1/events' : `/v1/payment_intents/${id}`
    // Every answer, for as long as it is asked: a re-read or an order that is sent just then must not take the lie in its place.
    const script = {
      match: { method: 'GET', pathStartsWith },
      action: 'other_mode' as const,
      times: Infinity,
    }
    simulator.chaos.script.push(script)
    const problem =
      about === 'events' ? (await sync.refresh()).problem : await refunds.preflight(id).then(errorOf)
    simulator.chaos.script.length = 0
    // A page without events names no mode.
    const isSilent = about === 'events' && problem === undefined
    must(isSilent || problem?.code === 'mode_mismatch', () => {
      return `${place.deskId} believed an answer of the other mode (${JSON.stringify(problem)})`
    })
    if (problem) count(`answer: ${problem.code}`)
    if (about === 'events') await sync.refresh()
  }

  /** Whatever is asked of one desk, nothing of another is in the answer. */
  async function look({ desk, book, payment }: Step & { do: 'look' }): Promise<void> {
    const [place, of] = [at(desk), at(book)]
    const { id } = paymentOf(of, payment)
    const { deskId } = place
    const [detail, page, listed] = await Promise.all([
      doors.ask('payments.detail', { deskId, id }),
      doors.ask('payments.list', { deskId, lane: 'screen', filter: {}, limit: 25 }),
      doors.ask('orders.list', { deskId, limit: 50 }),
    ])
    must(
      detail.ok === (place === of),
      () => `${deskId} ${detail.ok ? 'shows' : 'lacks'} ${id} of ${of.deskId}`,
    )
    const ids = new Set(place.payments.map((one) => one.id))
    const others = places.filter((each) => each !== place)
    for (const row of page.ok ? page.value.rows : [])
      must(
        ids.has(row.id) || !others.some((each) => each.payments.some((one) => one.id === row.id)),
        () => `${deskId} lists ${row.id}`,
      )
    for (const row of listed.ok ? listed.value.rows : [])
      must(orders.get(row.id)?.place === place, () => `${deskId} lists order ${row.id}`)
    must(page.ok && listed.ok, () => `${deskId} did not answer`)
  }

  async function perform(step: Step): Promise<void> {
    report.steps += 1
    switch (step.do) {
      case 'switch':
        return switchTo(at(step.desk))
      case 'order':
        return order(step)
      case 'event':
        return event(step)
      case 'key':
        return key(step)
      case 'lie':
        return lie(step)
      case 'look':
        return look(step)
      case 'follow':
        await house.open(at(step.desk)).sync.refresh()
    }
  }

  /** At Stripe: every refund that is new was ordered at the desk of that very book, once. */
  function judgeLedgers(): void {
    for (const place of places) {
      const refunds = [...place.ledger().refunds.values()]
      for (const refund of refunds.slice(refundsBefore[place.index])) {
        const orderId = String(refund.metadata?.['bursar_order'])
        const order = orders.get(orderId)
        must(
          !dead.has(orderId),
          () => `refund ${refund.id} was made by ${orderId}, which was refused or undone`,
        )
        must(!made.has(orderId), () => `refund ${refund.id} is the second of order ${orderId}`)
        made.add(orderId)
        must(
          order?.place === place && order.paymentId === refund.payment_intent && refund.amount === 100,
          () => {
            return `${place.deskId} was given refund ${refund.id} by an order of ${order?.place.deskId ?? 'nobody'}`
          },
        )
        report.refunds[place.mode] += 1
      }
      refundsBefore[place.index] = refunds.length
    }
  }

  /** At home: what came to a desk is there and nowhere else. */
  async function judgeDesks(): Promise<void> {
    await Promise.all(places.map((place) => house.open(place).projector.idle()))
    const asked = places.flatMap((place) => events.map((event) => ({ place, ...event })))
    const answers = await Promise.all(
      asked.map(({ place, id }) => doors.ask('events.detail', { deskId: place.deskId, id })),
    )
    for (const [index, { place, id, to, accepted }] of asked.entries()) {
      const isThere = answers[index]?.ok === true
      must(isThere === (accepted && to === place), () => {
        return `${place.deskId} ${isThere ? 'shows' : 'lacks'} event ${id}, which came to ${to.deskId}`
      })
    }
    for (const place of places) {
      const { journal } = house.open(place)
      for (const id of ordered)
        must(orders.get(id)?.place === place || journal.find(id) === null, () => {
          return `order ${id} is in the journal of ${place.deskId}`
        })
    }
    must(house.bugs.length === 0, () => `something was thrown: ${String(house.bugs[0])}`)
  }

  return async (sequence: readonly Step[]): Promise<void> => {
    ordered = []
    events = []
    for (const step of sequence) await perform(step)
    judgeLedgers()
    await judgeDesks()
  }
}

const errorOf = (result: { ok: true } | { ok: false; error: { code: string } }) =>
  result.ok ? undefined : result.error

/** All that the four desks hold, against all that the four books hold. */
async function everythingIsWhereItBelongs(house: House): Promise<void> {
  const owners = new Map<string, Place>()
  for (const place of house.places) {
    const { paymentIntents, charges, refunds, disputes } = place.ledger()
    for (const ids of [paymentIntents, charges, refunds, disputes])
      for (const id of ids.keys()) {
        must(!owners.has(id), () => `the simulator has ${id} twice`)
        owners.set(id, place)
      }
  }
  for (const place of house.places) {
    const { sync, projector } = house.open(place)
    await sync.refresh()
    await projector.idle()
    let seen = 0
    for (let after: string | null | undefined; after !== null;) {
      const asked = { deskId: place.deskId, lane: 'screen', filter: {}, limit: 200 } as const
      const page: Result<ReplyOf<'payments.list'>> = await house.doors.ask('payments.list', {
        ...asked,
        ...(after !== undefined && { after }),
      })
      if (!page.ok) throw new Violation(page.error.message)
      for (const { id } of page.value.rows)
        must(owners.get(id) === place, () => `${place.deskId} holds ${id}, not its own`)
      seen += page.value.rows.length
      after = page.value.next
    }
    must(seen >= place.payments.length, () => `${place.deskId} holds ${seen} payments, too few`)
    const verdict = await house.doors.ask('audit.verify', { deskId: place.deskId })
    must(verdict.ok && verdict.value.broken === null, () => `the audit of ${place.deskId} is broken`)
  }
}
