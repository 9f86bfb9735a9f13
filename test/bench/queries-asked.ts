// The questions the app asks, each with parameters that vary from run to run as people's do.
import { eventDetail, listEvents } from '../../electron/store/queries/events/events.ts'
import { countPayments } from '../../electron/store/queries/payments/payment-counts.ts'
import { paymentDetail } from '../../electron/store/queries/payments/payment-detail.ts'
import { listPayments } from '../../electron/store/queries/payments/payments.ts'
import { openJournal } from '../../electron/store/open.ts'
import { eventListRequestSchema } from '../../src/contract/events.ts'
import { schemas, type PaymentFilter, type RequestOf } from '../../src/contract/index.ts'
import { dice, type Built } from './queries-data.ts'

export interface Question {
  name: string
  /** @returns how many rows came back. */
  ask(run: number): number
}

const day = 86_400
const deskId = 'bench'

interface Payment {
  id: string
  created: number
  currency: string
  amount: string
  name: string | null
  email: string | null
  last4: string | null
}

export function questionsOf({ cache, events, folder }: Built): Question[] {
  const roll = dice(11)
  const journal = openJournal(folder, Buffer.alloc(32, 9))
  if (!journal.ok) throw new Error(journal.detail)
  const payments = sample<Payment>(
    `SELECT p.id, p.created, p.currency, printf('%.2f', p.amount_milli / 1000.0) AS amount,
       c.name, c.email, p.method_last4 AS last4
     FROM payment_intents AS p LEFT JOIN customers AS c ON c.id = p.customer_id WHERE p.rowid = ?`,
    events * 0.3,
  )
  const seen = sample<{ id: string; type: string; object_id: string; created: number }>(
    'SELECT id, type, object_id, created FROM events WHERE rowid = ?',
    events,
  )
  function sample<Row>(sql: string, rows: number): Row[] {
    const statement = cache.prepare<[number], Row>(sql)
    return Array.from({ length: 400 }, () => statement.get(1 + Math.floor(roll() * rows))!)
  }
  const payment = (run: number): Payment => payments[(run * 7) % payments.length]!
  const event = (run: number): (typeof seen)[number] => seen[(run * 7) % seen.length]!
  const pick = <Item>(items: readonly Item[], run: number): Item => items[run % items.length]!

  function list(
    name: string,
    filterOf: (run: number) => PaymentFilter,
    sort?: RequestOf<'payments.list'>['sort'],
  ): Question {
    return {
      name: `payments.list ${name}`.trim(),
      ask(run) {
        const answer = listPayments(
          cache,
          schemas['payments.list'].request.parse({ deskId, filter: filterOf(run), ...(sort && { sort }) }),
        )
        return value(answer).rows.length
      },
    }
  }
  function deep(name: string, sort: NonNullable<RequestOf<'payments.list'>['sort']>): Question {
    const column = sort.startsWith('created') ? 'created' : 'amount_milli'
    const after = payments.map(({ id }) => {
      const row = cache
        .prepare<[string], { value: number; rowid: number }>(
          `SELECT ${column} AS value, rowid FROM payment_intents WHERE id = ?`,
        )
        .get(id)!
      return Buffer.from(JSON.stringify([sort, String(row.value), row.rowid])).toString('base64url')
    })
    return {
      name: `payments.list ${name}`,
      ask(run) {
        const request = schemas['payments.list'].request.parse({
          deskId,
          filter: {},
          sort,
          after: pick(after, run),
        })
        return value(listPayments(cache, request)).rows.length
      },
    }
  }
  function counts(name: string, filterOf: (run: number) => PaymentFilter): Question {
    return {
      name: `payments.counts ${name}`.trim(),
      ask: (run) =>
        Object.keys(value(countPayments(cache, { deskId, filter: filterOf(run) })).byStatus).length,
    }
  }
  function log(name: string, filterOf: (run: number) => object, after?: (run: number) => string): Question {
    return {
      name: `events.list ${name}`.trim(),
      ask(run) {
        const request = eventListRequestSchema.parse({
          deskId,
          filter: filterOf(run),
          ...(after && { after: after(run) }),
        })
        return value(listEvents(cache, request)).rows.length
      },
    }
  }

  const surname = (run: number): string => payment(run).name?.split(' ').at(-1) ?? 'gmail'
  const month = (run: number): PaymentFilter => ({
    createdFrom: payment(run).created - 12_345,
    createdBefore: payment(run).created + 30 * day,
  })
  const rare = ['disputed', 'requires_action', 'uncaptured', 'processing'] as const
  return [
    list('', () => ({})),
    deep('deep in it', 'created_desc'),
    list('oldest first', () => ({}), 'created_asc'),
    list('one status', (run) => ({ status: [pick(['succeeded', 'failed', 'refunded'], run)] })),
    list('rare status', (run) => ({ status: [pick(rare, run)] })),
    list('several statuses', (run) => ({ status: [...rare, pick(['failed', 'refunded'], run)] })),
    list('currency', (run) => ({ currency: payment(run).currency })),
    list('currency, statuses', (run) => ({
      currency: payment(run).currency,
      status: ['failed', 'disputed'],
    })),
    list('a month', month),
    list('a month, status', (run) => ({ ...month(run), status: ['failed'] })),
    list('amounts', (run) => ({
      amountFrom: payment(run).amount,
      amountTo: String(Number(payment(run).amount) + 20),
    })),
    list('one amount, status', (run) => ({
      amountFrom: payment(run).amount,
      amountTo: payment(run).amount,
      status: ['failed'],
    })),
    list('large amounts', () => ({ amountFrom: '5000' })),
    list('by amount', () => ({}), 'amount_desc'),
    deep('by amount, deep in it', 'amount_desc'),
    list(
      'by amount, status',
      (run) => ({ status: [pick(['failed', 'refunded', 'disputed'], run)] }),
      'amount_desc',
    ),
    list('by amount, a month', month, 'amount_desc'),
    list('by amount, a month, status', (run) => ({ ...month(run), status: ['failed'] }), 'amount_desc'),
    list('name', (run) => ({ text: payment(run).name ?? 'none' })),
    list('part of a name', (run) => ({ text: surname(run).slice(0, 4) })),
    list('e-mail', (run) => ({ text: payment(run).email ?? 'none' })),
    list('part of most e-mails', (run) => ({ text: pick(['.com', 'example', 'mail'], run) })),
    list('id', (run) => ({ text: payment(run).id })),
    list('part of an id', (run) => ({ text: payment(run).id.slice(12, 20) })),
    list('card', (run) => ({ text: payment(run).last4 ?? '4242' })),
    list('written amount', (run) => ({ text: payment(run).amount })),
    list('name, rare status', (run) => ({ text: surname(run), status: [pick(rare, run)] })),
    list('common word, status', (run) => ({
      text: pick(['.com', 'mail'], run),
      status: [pick(['failed', 'refunded'], run)],
    })),
    list('name, a month', (run) => ({ ...month(run), text: surname(run) })),
    list('two letters', (run) => ({ text: surname(run).slice(0, 2) })),
    list('nothing found', (run) => ({ text: `nobody${run}` })),
    counts('', () => ({})),
    counts('a month', month),
    counts('currency', (run) => ({ currency: payment(run).currency })),
    counts('a month, currency', (run) => ({ ...month(run), currency: payment(run).currency })),
    counts('amounts', (run) => ({ amountFrom: payment(run).amount })),
    counts('name', (run) => ({ text: surname(run) })),
    counts('part of most e-mails', (run) => ({ text: pick(['.com', 'example', 'mail'], run) })),
    {
      name: 'payments.detail',
      ask: (run) =>
        value(paymentDetail(cache, journal.database, { accountId: 'acct_1', mode: 'test' }, payment(run).id))
          .timeline.length,
    },
    log('', () => ({})),
    log(
      'deep in it',
      () => ({}),
      (run) =>
        Buffer.from(JSON.stringify(['event_desc', String(event(run).created), 1])).toString('base64url'),
    ),
    log('one type', (run) => ({ types: [event(run).type] })),
    log('a group of types', (run) => ({ types: [`${event(run).type.split('.')[0]}.*`] })),
    log('several types', () => ({
      types: ['refund.created', 'charge.failed', 'charge.dispute.created', 'customer.created'],
    })),
    log('a source', (run) => ({ source: pick(['webhook', 'catch_up', 'backfill'], run) })),
    log('a source, a type', (run) => ({
      source: pick(['catch_up', 'backfill'], run),
      types: [event(run).type],
    })),
    log('failed', () => ({ state: 'failed' })),
    log('kept', () => ({ state: 'kept' })),
    log('failed, a type', (run) => ({ state: 'failed', types: [event(run).type] })),
    log('a day', (run) => ({ createdFrom: event(run).created, createdBefore: event(run).created + day })),
    log('an object', (run) => ({ objectId: event(run).object_id })),
    log('part of a type', (run) => ({ text: event(run).type.slice(2, 9) })),
    log('id', (run) => ({ text: event(run).id })),
    log('part of an id', (run) => ({ text: event(run).id.slice(-9, -3) })),
    log('part of an object’s id', (run) => ({ text: event(run).object_id.slice(-7) })),
    log('nothing found', (run) => ({ text: `nothing${run}` })),
    { name: 'events.detail', ask: (run) => value(eventDetail(cache, { id: event(run).id })).changes.length },
  ]
}

function value<Value>(answer: { ok: true; value: Value } | { ok: false; error: { message: string } }): Value {
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}
