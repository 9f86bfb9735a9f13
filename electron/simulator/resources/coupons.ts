// /v1/coupons: made, read, renamed, and deleted. What a coupon takes off is decided where invoices are made.
import type { Coupon } from '../coupon-records.ts'
import { makeCoupon } from '../life/prices.ts'
import { operation, recordOf, type Operation } from '../operations.ts'
import { changedMetadata, fields, integer, listOf, metadata, oneOf, percentage, text } from '../parameters.ts'
import { isRefusal, refusals, refuse } from '../refusals.ts'
import { readOnly } from './read-only.ts'

const WRITE = ['rak_coupon_write'] as const
const missing = { noun: 'coupon', param: 'coupon' }

const reading = readOnly({
  path: '/v1/coupons',
  answers: 'coupon',
  collectionOf: (book) => book.coupons,
  filters: {},
  matches: () => true,
  missing,
})

const oneAmount = () =>
  refuse(400, {
    message: 'You must provide exactly one of `percent_off` or `amount_off`.',
    param: 'percent_off',
  })

export const couponOperations: readonly Operation[] = [
  ...reading,
  operation({
    method: 'POST',
    path: '/v1/coupons',
    answers: 'coupon',
    permissions: WRITE,
    parameters: {
      amount_off: integer({ lowest: 1 }),
      applies_to: fields({ products: listOf(text()) }),
      currency: text(),
      duration: oneOf(['forever', 'once', 'repeating']),
      duration_in_months: integer({ lowest: 1 }),
      id: text(),
      max_redemptions: integer({ lowest: 1 }),
      metadata,
      name: text(),
      percent_off: percentage,
      redeem_by: integer(),
    },
    notSimulated: ['currency_options'],
    run: ({ book, parameters: sent }) => {
      const duration: Coupon['duration'] = sent.duration ?? 'once'
      if ((sent.percent_off === undefined) === (sent.amount_off === undefined)) return oneAmount()
      if (sent.amount_off !== undefined && sent.currency === undefined)
        return refusals.missingParameter('currency')
      if (duration === 'repeating' && sent.duration_in_months === undefined)
        return refusals.missingParameter('duration_in_months')
      if (sent.id !== undefined && book.coupons.get(sent.id) !== undefined)
        return refuse(400, {
          code: 'resource_already_exists',
          message: 'Coupon already exists.',
          param: 'id',
        })
      // What was given by the one that is gone names it by this id.
      if (sent.id !== undefined && book.deletedCoupons.has(sent.id))
        return refusals.notSimulated('A coupon with the id of one that was deleted')
      return makeCoupon(book, {
        duration,
        amountOff: sent.amount_off ?? null,
        currency: sent.amount_off === undefined ? null : (sent.currency ?? '').toLowerCase(),
        maxRedemptions: sent.max_redemptions ?? null,
        metadata: changedMetadata({}, sent.metadata),
        months: duration === 'repeating' ? (sent.duration_in_months ?? null) : null,
        name: sent.name ?? null,
        percentOff: sent.percent_off ?? null,
        redeemBy: sent.redeem_by ?? null,
        ...(sent.applies_to?.products === undefined ? {} : { products: sent.applies_to.products }),
        ...(sent.id === undefined ? {} : { id: sent.id }),
      })
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/coupons/:id',
    answers: 'coupon',
    permissions: WRITE,
    parameters: { metadata, name: text() },
    notSimulated: ['currency_options'],
    run: (call) => {
      const coupon = recordOf(call, (book) => book.coupons, call.ids['id'] ?? '', missing)
      if (isRefusal(coupon)) return coupon
      const { metadata: changes, ...plain } = call.parameters
      const { record, previous } = call.book.change(call.book.coupons, coupon, {
        ...plain,
        ...(changes === undefined ? {} : { metadata: changedMetadata(coupon.metadata, changes) }),
      })
      call.book.emit('coupon.updated', record, previous)
      return record
    },
  }),
  operation({
    method: 'DELETE',
    path: '/v1/coupons/:id',
    answers: 'coupon',
    permissions: WRITE,
    parameters: {},
    run: (call) => {
      const { book } = call
      const coupon = recordOf(call, (at) => at.coupons, call.ids['id'] ?? '', missing)
      if (isRefusal(coupon)) return coupon
      book.deletedCoupons.set(coupon.id, coupon)
      book.coupons.remove(coupon.id)
      book.emit('coupon.deleted', coupon)
      return { id: coupon.id, object: 'coupon', deleted: true }
    },
  }),
]
