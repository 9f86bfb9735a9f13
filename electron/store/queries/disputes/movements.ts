// What a dispute moved on the balance, from its body: what the bank took, what came back, and Stripe's fees. A dispute that is lost may have
// given a part back; its status does not tell.
import { z } from 'zod'
import type { DisputeRow } from '../../../../src/contract/index.ts'
import { unpackBody } from '../../body.ts'

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

/**
 * What of a dispute that is open or lost is out of the balance, minor units of the dispute's currency. Where no movement in this currency is
 * told of, because none is known or the balance is in another, all of it counts as taken.
 */
export function takenBy(dispute: { amount: number; currency: string; body: Buffer }): number {
  const moved = movementsIn(JSON.parse(unpackBody(dispute.body))).filter(
    ({ currency }) => currency === dispute.currency,
  )
  if (moved.length === 0) return dispute.amount
  return Math.max(0, -moved.reduce((sum, { amount }) => sum + amount, 0))
}
