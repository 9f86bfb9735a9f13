// How the subscriptions are named that a change of a method is about.
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { listed } from '../../../../electron/engine/changes/methods.ts'

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `sub_${index}` }) as Stripe.Subscription)

test.each([
  [2, 'sub_0, sub_1'],
  [10, 'sub_0, sub_1, sub_2, sub_3, sub_4, sub_5, sub_6, sub_7, sub_8, sub_9'],
  [300, 'sub_0, sub_1, sub_2, sub_3, sub_4, sub_5, sub_6, sub_7, sub_8, sub_9, and 290 more'],
])('of %i subscriptions so many are named as can be read', (count, words) => {
  expect(listed(many(count))).toBe(words)
})
