// /v1/promotion_codes: made, read, and switched off. Nobody redeems one here: hosted pages take no codes, and discounts are given by coupon.
import type { PromotionCode } from '../coupon-records.ts'
import { operation, recordOf, type Call, type Operation } from '../operations.ts'
import { changedMetadata, fields, flag, integer, metadata, oneOf, text } from '../parameters.ts'
import { isRefusal, refusals, refuse, type Refusal } from '../refusals.ts'
import { customerOf } from './lookups.ts'
import { matchesValue, readOnly } from './read-only.ts'

const PATH = '/v1/promotion_codes'
const WRITE = ['rak_promotion_code_write'] as const
const missing = { noun: 'promotion code', param: 'promotion_code' }

const reading = readOnly({
  path: PATH,
  answers: 'promotion_code',
  collectionOf: (book) => book.promotionCodes,
  filters: { active: flag, code: text(), coupon: text(), customer: text() },
  notSimulated: ['customer_account'],
  matches: ({ active, code, customer, promotion }, asked) =>
    matchesValue(asked.active, active) &&
    matchesValue(asked.code?.toUpperCase(), code.toUpperCase()) &&
    matchesValue(asked.coupon, promotion.coupon) &&
    matchesValue(asked.customer, customer ?? ''),
  missing,
})

const parameters = {
  active: flag,
  code: text(),
  customer: text(),
  expires_at: integer(),
  max_redemptions: integer({ lowest: 1 }),
  metadata,
  promotion: fields({ coupon: text(), type: oneOf(['coupon']) }, ['coupon', 'type']),
}

function create(call: Call<typeof parameters>): PromotionCode | Refusal {
  const { book, parameters: sent } = call
  const coupon = recordOf(call, (at) => at.coupons, sent.promotion?.coupon ?? '', {
    noun: 'coupon',
    param: 'promotion[coupon]',
  })
  if (isRefusal(coupon)) return coupon
  const customer = sent.customer === undefined ? null : customerOf(call, sent.customer, 'customer')
  if (isRefusal(customer)) return customer
  const code = sent.code ?? book.random.token(8).toUpperCase()
  if (
    book.promotionCodes.all().some((known) => known.active && known.code.toUpperCase() === code.toUpperCase())
  )
    return refuse(400, {
      message: `An active promotion code with \`code: ${code}\` already exists.`,
      param: 'code',
    })
  if (sent.expires_at !== undefined && sent.expires_at <= book.now())
    return refusals.integerTooSmall('expires_at', book.now())
  const made = book.promotionCodes.put({
    id: book.newId('promo'),
    object: 'promotion_code',
    active: sent.active ?? true,
    code,
    created: book.now(),
    customer: customer?.id ?? null,
    customer_account: null,
    expires_at: sent.expires_at ?? null,
    livemode: book.livemode,
    max_redemptions: sent.max_redemptions ?? null,
    metadata: changedMetadata({}, sent.metadata),
    promotion: { coupon: coupon.id, type: 'coupon' },
    restrictions: { first_time_transaction: false, minimum_amount: null, minimum_amount_currency: null },
    times_redeemed: 0,
  })
  book.emit('promotion_code.created', made)
  return made
}

export const promotionCodeOperations: readonly Operation[] = [
  ...reading,
  operation({
    method: 'POST',
    path: PATH,
    answers: 'promotion_code',
    permissions: WRITE,
    parameters,
    required: ['promotion'],
    notSimulated: ['customer_account', 'restrictions'],
    run: create,
  }),
  operation({
    method: 'POST',
    path: `${PATH}/:id`,
    answers: 'promotion_code',
    permissions: WRITE,
    parameters: { active: flag, metadata },
    notSimulated: ['restrictions'],
    run: (call) => {
      const { book, parameters: sent } = call
      const code = recordOf(call, (at) => at.promotionCodes, call.ids['id'] ?? '', missing)
      if (isRefusal(code)) return code
      const { record, previous } = book.change(book.promotionCodes, code, {
        active: sent.active ?? code.active,
        metadata: changedMetadata(code.metadata, sent.metadata),
      })
      book.emit('promotion_code.updated', record, previous)
      return record
    },
  }),
]
