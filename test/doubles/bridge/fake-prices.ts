// A few made-up prices: sold once, recurring, in tiers. The reader must agree with the contract, not with this.
import type { PriceRow } from '../../../src/contract/prices.ts'
import type { ReplyOf } from '../../../src/contract/schemas.ts'

const price = (id: string, productName: string, unitAmount: number | null, more: Partial<PriceRow> = {}) => ({
  id,
  productId: `prod_${id}`,
  productName,
  nickname: null,
  unitAmount,
  currency: 'eur',
  type: 'one_time' as const,
  interval: null,
  intervalCount: null,
  metered: false,
  ...more,
})

export const fakePrices: readonly PriceRow[] = [
  price('price_box', 'Gift box', 2400),
  price('price_rebind', 'Rebinding', 4990, { nickname: 'leather' }),
  price('price_tiers', 'Postcards', null),
  price('price_monthly', 'Reading room', 1900, { type: 'recurring', interval: 'month', intervalCount: 1 }),
  price('price_quarter', 'Reading room', 4900, { type: 'recurring', interval: 'month', intervalCount: 3 }),
]

export function listFakePrices(text: string): ReplyOf<'prices.list'> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const rows = fakePrices.filter((row) => {
    const all = `${row.id} ${row.productName} ${row.nickname}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
  return { rows, more: false }
}
