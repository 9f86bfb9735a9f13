// What a dispute moved on the balance, from its body: what the bank took, what came back, and Stripe's fees; and what it says of refunds. A
// dispute that is lost may have given a part back; its status does not tell.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { DisputeRow } from '../../../../src/contract/index.ts'
import type { KnownDispute } from '../../../../src/domain/disputed-refund.ts'
import { bodyOf } from '../../body.ts'
import { prepared } from '../prepared.ts'

const shape = z.looseObject({
  balance_transactions: z
    .array(
      z.looseObject({
        id: z.string(),
        amount: z.int(),
        fee: z.int(),
        currency: z.string(),
        created: z.int(),
      }),
    )
    .nullish(),
})

/** In Stripe's order; none where Stripe tells of none. `dispute`: as it was told. */
export function movementsIn(dispute: unknown): DisputeRow['movements'] {
  const told = shape.safeParse(dispute).data?.balance_transactions ?? []
  return told.map(({ id, amount, fee, currency, created }) => ({ id, amount, fee, currency, created }))
}

const refundableShape = z.looseObject({ is_charge_refundable: z.boolean().nullish() })

/** Whether Stripe would still take a refund of the payment; null where it does not tell. `dispute`: as it was told. */
export const refundableIn = (dispute: unknown): boolean | null =>
  refundableShape.safeParse(dispute).data?.is_charge_refundable ?? null

/** `told`: the dispute as Stripe told it. */
export function knownDispute(
  { status, reason, amount, currency }: Omit<KnownDispute, 'movements' | 'refundable'>,
  told: unknown,
): KnownDispute {
  const refundable = refundableIn(told) === true
  return { status, reason, amount, currency, refundable, movements: movementsIn(told) }
}

type DisputeRecord = Omit<KnownDispute, 'movements' | 'refundable'> & { body: Buffer }

/** All that are known of a payment. */
export function disputesOf(cache: Database, paymentIntentId: string): KnownDispute[] {
  return prepared<[string], DisputeRecord>(
    cache,
    'SELECT status, reason, amount, currency, body FROM disputes WHERE payment_intent_id = ?',
  )
    .all(paymentIntentId)
    .map((record) => knownDispute(record, bodyOf(record.body)))
}
