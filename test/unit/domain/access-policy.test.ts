// Access as it is, where Stripe's clock is ahead of this machine's.
import { expect, test } from 'vitest'
import type { AccessStretch } from '../../../src/domain/access.ts'
import { accessAt, accessNow, usualPolicy, whyAccess } from '../../../src/domain/access-policy.ts'

const now = 1_790_000_000
const day = 86_400

const stretch = (subscriptionId: string, more: Partial<AccessStretch>): AccessStretch => ({
  subscriptionId,
  customerId: 'cus_1',
  productId: 'prod_1',
  from: now - day,
  to: null,
  state: 'paid',
  failedAt: null,
  collectionPaused: false,
  resumesAt: null,
  trialEnd: null,
  endsAt: null,
  eventId: null,
  assumed: false,
  ...more,
})
const ahead = now + 30

test('one that began ahead of the clock is told with when it began', () => {
  expect(accessNow([stretch('sub_1', { from: ahead })], usualPolicy, now)).toMatchObject({
    reason: 'on_paid',
    since: ahead,
  })
})

test('one that ended ahead of the clock has ended, and one that followed it never let access stop', () => {
  const ended = [stretch('sub_1', { to: ahead }), stretch('sub_1', { from: ahead, state: 'ended' })]
  expect(accessNow(ended, usualPolicy, now)).toMatchObject({ reason: 'off_ended', since: ahead })
  expect(accessNow([...ended, stretch('sub_2', { from: ahead })], usualPolicy, now)).toMatchObject({
    reason: 'on_paid',
    since: now - day,
    stretch: { subscriptionId: 'sub_2' },
  })
  // How it was is by the moment alone.
  expect(accessAt(ended, usualPolicy, now)).toMatchObject({ reason: 'on_paid' })
})

test('without days of grace one whose payment failed ahead of the clock is off', () => {
  const failing = [stretch('sub_1', { from: ahead, state: 'failing', failedAt: ahead })]
  expect(accessNow(failing, { ...usualPolicy, graceDays: 0 }, now)).toMatchObject({
    reason: 'off_grace_over',
  })
  expect(accessNow(failing, usualPolicy, now)).toMatchObject({
    reason: 'on_grace',
    until: ahead + 7 * day,
  })
})

test('one that began ahead of the clock does not take the rest of the grace from another', () => {
  const failed = stretch('sub_1', { state: 'failing', failedAt: now - 7 * day + 10 })
  const ended = stretch('sub_2', { from: ahead, state: 'ended' })
  expect(accessNow([failed, ended], usualPolicy, now)).toMatchObject({ reason: 'on_grace' })
})

test('what two subscriptions give turns off when the later of them ends, and not by itself where one goes on', () => {
  const ending = (id: string, days: number) => stretch(id, { endsAt: now + days * day })
  const newer = { ...ending('sub_2', 3), from: now - 10 }
  expect(accessNow([ending('sub_1', 9), newer], usualPolicy, now)).toMatchObject({
    until: now + 9 * day,
    stretch: { subscriptionId: 'sub_2' },
  })
  expect(accessNow([stretch('sub_1', {}), newer], usualPolicy, now)?.until).toBeNull()
  const trial = stretch('sub_1', { state: 'trial', trialEnd: now + 20 * day })
  expect(accessNow([trial, newer], usualPolicy, now)).toMatchObject({ until: now + 20 * day })
  // One that gives nothing any more keeps nothing on.
  const over = stretch('sub_1', { state: 'unpaid' })
  expect(accessAt([over, newer], usualPolicy, now)).toMatchObject({ until: now + 3 * day })
})

test('one that is in use is not said to be paid: its invoice may be given up, or not be due yet', () => {
  const standing = accessNow([stretch('sub_1', {})], usualPolicy, now)!
  expect(whyAccess(standing, usualPolicy, String)).toBe('It is active, and nothing of it is overdue.')
})

test('nothing is told of what has no open stretch', () => {
  expect(accessNow([stretch('sub_1', { to: now - 1 })], usualPolicy, now)).toBeNull()
})
