// What can still be refunded, as far as the cache knows, is never a guess.
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, test } from 'vitest'
import { migrate } from '../../../../../electron/store/migrate.ts'
import { cacheMigrations } from '../../../../../electron/store/migrations/index.ts'
import { said } from '../../../../../electron/store/projections/precedence.ts'
import { tablesOf } from '../../../../../electron/store/projections/tables.ts'
import { listPayments } from '../../../../../electron/store/queries/payments/payments.ts'
import { refundableOf } from '../../../../../electron/store/queries/payments/refundable.ts'

let cache: Database.Database
beforeEach(() => {
  cache = new Database(':memory:')
  migrate(cache, cacheMigrations)
})

function tell(...objects: Record<string, unknown>[]): void {
  const tables = tablesOf(cache)
  for (const object of objects) tables.tell(object, { asOf: 1000, said: said.event })
  tables.derive()
}

const intent = {
  id: 'pi_1',
  object: 'payment_intent',
  amount: 5000,
  currency: 'eur',
  created: 1,
  status: 'succeeded',
  metadata: {},
}
const charge = {
  id: 'ch_1',
  object: 'charge',
  payment_intent: 'pi_1',
  amount: 5000,
  amount_captured: 5000,
  amount_refunded: 0,
  currency: 'eur',
  created: 1,
  status: 'succeeded',
  paid: true,
  captured: true,
  refunded: false,
  disputed: false,
  metadata: {},
}
const refund = {
  id: 're_1',
  object: 'refund',
  charge: 'ch_1',
  payment_intent: 'pi_1',
  amount: 1200,
  currency: 'eur',
}

describe('what can still be refunded', () => {
  test('is not known of a payment that is not in the cache', () => {
    expect(refundableOf(cache, 'pi_1')).toBeNull()
  })

  test('is not known, rather than nothing, while the charge that the payment names has not come', () => {
    tell({ ...intent, latest_charge: 'ch_1' })
    expect(refundableOf(cache, 'pi_1')).toBeNull()
    tell(charge)
    expect(refundableOf(cache, 'pi_1')).toEqual({
      currency: 'eur',
      amountCaptured: 5000,
      amountRefunded: 0,
      refundable: 5000,
      stop: null,
    })
  })

  test('is nothing of a payment that was never charged', () => {
    tell({ ...intent, status: 'requires_payment_method', latest_charge: null })
    expect(refundableOf(cache, 'pi_1')).toMatchObject({ amountCaptured: 0, refundable: 0 })
  })

  test('leaves out what is on its way back already', () => {
    tell({ ...intent, latest_charge: 'ch_1' }, charge, {
      ...refund,
      status: 'pending',
      created: 2,
      metadata: {},
    })
    expect(refundableOf(cache, 'pi_1')).toMatchObject({ refundable: 3800 })
  })

  test('leaves out what a lost dispute took, and tells it apart from what was refunded', () => {
    tell(
      { ...intent, latest_charge: 'ch_1' },
      { ...charge, amount_refunded: 1200, disputed: true },
      { ...refund, status: 'succeeded', created: 2, metadata: {} },
      {
        id: 'dp_1',
        object: 'dispute',
        charge: 'ch_1',
        payment_intent: 'pi_1',
        amount: 2000,
        currency: 'eur',
        status: 'lost',
        reason: 'fraudulent',
        created: 3,
        is_charge_refundable: true,
        balance_transactions: [{ id: 'txn_1', amount: -2000, fee: 1500, currency: 'eur', created: 3 }],
      },
    )
    expect(refundableOf(cache, 'pi_1')).toMatchObject({ amountRefunded: 1200, refundable: 1800, stop: null })
  })

  test('is told in the list too: what came in, what was refunded, and what is on its way', () => {
    const pending = { ...refund, status: 'pending', created: 2, metadata: {} }
    const row = (): unknown => {
      const list = listPayments(cache, { deskId: 'desk', filter: {}, sort: 'created_desc', limit: 10 })
      return list.ok ? list.value.rows[0] : list.error
    }
    tell({ ...intent, amount_received: 4000, latest_charge: 'ch_1' }, charge, pending)
    expect(row()).toMatchObject({ amountReceived: 4000, amountRefunded: 0, amountPending: 1200 })
    // Stripe counts it on the charge once it has succeeded; which of the two is heard first makes no difference.
    tell({ ...pending, status: 'succeeded' })
    expect(row()).toMatchObject({ amountRefunded: 0, amountPending: 1200 })
    tell({ ...charge, amount_refunded: 1200 })
    expect(row()).toMatchObject({ amountRefunded: 1200, amountPending: 0 })
    tell({ ...pending, id: 're_2', status: 'failed' })
    expect(row()).toMatchObject({ amountRefunded: 1200, amountPending: 0 })
  })

  test('has nothing on its way of a hold that was let go, though a Refund was made of it', () => {
    tell(
      { ...intent, status: 'canceled', latest_charge: 'ch_1' },
      { ...charge, captured: false, amount_captured: 0, amount_refunded: 5000 },
      { ...refund, amount: 5000, status: 'succeeded', created: 2, metadata: {} },
    )
    const list = listPayments(cache, { deskId: 'desk', filter: {}, sort: 'created_desc', limit: 10 })
    expect(list).toMatchObject({ value: { rows: [{ amountRefunded: 0, amountPending: 0 }] } })
  })
})
