// The looks of subscriptions, access and letters: lists, inspectors, the forms about them, and the states besides "here it is".
import type { Page } from 'playwright-core'
import type { FakeOptions } from './fake-bridge.ts'
import type { Look } from './looks.ts'

const subscriptions = '/desks/demo/subscriptions'
const access = '/desks/demo/access'
const letters = '/desks/demo/failures/letters'
const broken = { code: 'store_corrupt', message: 'The cache of this desk is damaged.' } as const
const offline = { code: 'stripe_unreachable', message: 'Stripe can’t be reached now.' } as const
const few: FakeOptions = { payments: 400 }

const openFirst = async (page: Page): Promise<void> => {
  await page.locator('[data-subscription]').first().click()
  await page.getByLabel('Subscription', { exact: true }).getByText('How it is billed').waitFor()
}
const press =
  (keys: string, wanted = '') =>
  async (page: Page): Promise<void> => {
    await openFirst(page)
    await page.keyboard.press(keys)
    await page.getByRole('dialog').getByText(wanted).first().waitFor()
  }
const choose = async (page: Page): Promise<void> => {
  await page.locator('[data-subscription]').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  for (let more = 0; more < 6; more += 1) await page.keyboard.press('Shift+ArrowDown')
}
const changed = async (page: Page): Promise<void> => {
  await press('e', 'Items')(page)
  await page.getByLabel(/^Quantity of/).fill('7')
  await page.getByRole('dialog').getByText('Total').first().waitFor()
  await page.getByRole('dialog').getByText('Checked with Stripe').waitFor()
}

export const subscriptionLooks: readonly Look[] = [
  { name: 'subscriptions', place: subscriptions, options: few },
  { name: 'subscriptions-wide', place: subscriptions, options: few, width: 1600, height: 1000 },
  { name: 'subscriptions-200', place: subscriptions, options: few, width: 640, height: 400 },
  { name: 'subscription', place: `${subscriptions}?status=past_due`, options: few, act: openFirst },
  { name: 'subscription-active', place: `${subscriptions}?status=active`, options: few, act: openFirst },
  {
    name: 'subscription-upcoming',
    place: `${subscriptions}?status=active`,
    options: few,
    act: async (page) => {
      await openFirst(page)
      await page.keyboard.press('i')
      await page.getByText('Stripe said so').waitFor()
      await page.getByText('Stripe said so').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'subscription-offline',
    place: `${subscriptions}?status=active`,
    options: { ...few, failing: { 'subscription.preview': offline } },
    act: async (page) => {
      await openFirst(page)
      await page.keyboard.press('i')
      await page.getByText(offline.message).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'subscription-end',
    place: `${subscriptions}?needs=change_scheduled`,
    options: few,
    act: async (page) => {
      await openFirst(page)
      await page.getByRole('heading', { name: 'Timeline' }).scrollIntoViewIfNeeded()
    },
  },
  { name: 'subscriptions-chosen', place: subscriptions, options: few, act: choose },
  {
    name: 'subscriptions-cancel-many',
    place: `${subscriptions}?needs=any`,
    options: few,
    act: async (page) => {
      await choose(page)
      await page.keyboard.press('d')
      await page.getByRole('dialog').getByText('can be canceled').waitFor()
    },
  },
  {
    name: 'subscriptions-views',
    place: `${subscriptions}?needs=any`,
    options: few,
    act: async (page) => {
      await page.locator('[data-subscription]').first().waitFor()
      await page.keyboard.press('v')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByRole('list', { name: 'Saved views' }).waitFor()
    },
  },
  { name: 'subscription-change', place: `${subscriptions}?status=active`, options: few, act: changed },
  {
    name: 'subscription-change-200',
    place: `${subscriptions}?status=active`,
    options: few,
    width: 640,
    height: 400,
    act: changed,
  },
  {
    name: 'subscription-change-price',
    place: `${subscriptions}?status=active`,
    options: few,
    act: async (page) => {
      await press('e', 'Items')(page)
      await page.getByRole('button', { name: 'Add an item' }).click()
      await page.getByPlaceholder(/Product, amount/).waitFor()
    },
  },
  {
    name: 'subscription-cancel',
    place: `${subscriptions}?status=active`,
    options: few,
    act: async (page) => {
      await press('d', 'It ends')(page)
      await page.getByLabel('Now, for good').check()
      await page.getByLabel(/Is credited: about €/).check()
      await page.getByRole('dialog').getByText('Checked with Stripe').waitFor()
    },
  },
  {
    name: 'subscription-pause',
    place: `${subscriptions}?status=active`,
    options: few,
    act: press('p', 'Invoices made meanwhile'),
  },
  {
    name: 'subscription-stand-still',
    place: `${subscriptions}?status=active`,
    options: few,
    act: async (page) => {
      await openFirst(page)
      await page.getByRole('button', { name: 'Let it stand still…' }).click()
      await page.getByText('The time that is paid for').waitFor()
    },
  },
  {
    name: 'subscription-again',
    place: `${subscriptions}?status=canceled`,
    options: few,
    act: async (page) => {
      await openFirst(page)
      await page.getByRole('button', { name: 'Start again…' }).click()
      await page.getByText('Checked with Stripe').waitFor()
    },
  },
  { name: 'subscriptions-none', place: subscriptions, options: { payments: 0 } },
  {
    name: 'subscriptions-broken',
    place: subscriptions,
    options: { failing: { 'subscriptions.list': broken } },
  },
  { name: 'subscriptions-loading', place: subscriptions, options: { silent: ['subscriptions.list'] } },
  { name: 'access', place: access, options: few },
  { name: 'access-200', place: access, options: few, width: 640, height: 400 },
  {
    name: 'access-row',
    place: `${access}?reason=on_grace`,
    options: few,
    act: async (page) => {
      await page.locator('[data-access]').first().click()
      await page.getByLabel('Access', { exact: true }).getByText('Facts').waitFor()
    },
  },
  { name: 'access-past', place: `${access}?at=2026-06-01T12%3A00`, options: few },
  {
    name: 'access-as-of',
    place: access,
    options: few,
    act: async (page) => {
      await page.locator('[data-access]').first().waitFor()
      await page.keyboard.press('t')
    },
  },
  {
    name: 'access-policy',
    place: access,
    options: few,
    act: (page) => page.getByRole('button', { name: /^Policy/ }).click(),
  },
  { name: 'access-none', place: access, options: { payments: 0 } },
  { name: 'letters', place: letters, options: few },
  {
    name: 'letter',
    place: letters,
    options: few,
    act: async (page) => {
      await page.locator('[data-letter]').first().click()
      await page.getByLabel('Letter', { exact: true }).getByText('Facts').waitFor()
    },
  },
  { name: 'letters-none', place: `${letters}?state=sent`, options: few },
]
