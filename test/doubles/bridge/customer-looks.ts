// The looks of the search, of customers, and of what is changed for them.
import type { Page } from 'playwright-core'
import type { FakeOptions } from './fake-bridge.ts'
import { someFreshness } from './fake-freshness.ts'
import { makePayments } from './fixtures.ts'
import type { Look } from './looks.ts'

const customers = '/desks/demo/customers'
/** The one with every trouble. */
const first = makePayments(1, 0).map(({ customerId }) => customerId)[0] ?? ''
const page = `${customers}/${first}`
const livePage = (deskId: string): string => `/desks/${deskId}/customers/${firstLive}`
const firstLive = makePayments(1, 0, 8).map(({ customerId }) => customerId)[0] ?? ''
const unlocked: FakeOptions = {
  desks: 'many',
  desk: {
    id: 'acct_Hopper_live',
    access: { orders: 'open', unlockedUntil: Date.now() + 280_000, passphrase: true, tryAgainAt: null },
  },
}

const find = (text: string) => async (shown: Page) => {
  await shown.keyboard.press('Control+k')
  await shown.getByPlaceholder('Search, or type a command').fill(text)
  await shown
    .getByText(/found\.|The best|Nothing kept|could not|damaged/)
    .first()
    .waitFor()
}
const openPage = async (shown: Page): Promise<void> => {
  await shown.getByRole('heading', { name: 'Timeline' }).waitFor()
}
const press = (name: string | RegExp, text: string | RegExp) => async (shown: Page) => {
  await openPage(shown)
  await shown.getByRole('button', { name }).first().click()
  await shown.getByRole('dialog').getByText(text).first().waitFor()
}
const useFor = press(/^Use for… Visa/, 'Checked with Stripe')
const detach = press(/^Detach Mastercard/, 'This is for good')
const writeNote = async (shown: Page): Promise<void> => {
  await openPage(shown)
  await shown.keyboard.press('n')
  const form = shown.getByRole('dialog', { name: /^Note about/ })
  await form
    .getByLabel('Note', { exact: true })
    .fill('Wants to be called before anything is sent.\nAsk for Ms Okafor.')
  await form
    .getByRole('option', { name: /^The payment/ })
    .first()
    .waitFor({ state: 'attached' })
}
const noteAtStripe = async (shown: Page): Promise<void> => {
  await writeNote(shown)
  await shown.getByLabel('Also at Stripe').check()
  await shown.keyboard.press('Control+Enter')
  await shown.getByText('Checked with Stripe').waitFor()
}
const payPage = async (shown: Page): Promise<void> => {
  await openPage(shown)
  await shown.keyboard.press('p')
  await shown.getByLabel('Amount').fill('49.90')
  await shown.getByLabel('For', { exact: true }).fill('Rebinding, order 8841')
  await shown.getByText('Checked with Stripe').waitFor()
}
const makePage = async (shown: Page): Promise<void> => {
  await payPage(shown)
  await shown.getByRole('button', { name: /^Make the page/ }).click()
  await shown.getByText('Payment page is ready').first().waitFor()
}

export const customerLooks: readonly Look[] = [
  { name: 'find', place: page, act: find('ada') },
  { name: 'find-amount', place: '/desks/demo/payments', act: find('49.90 eur') },
  { name: 'find-last4', place: '/desks/demo/payments', act: find('4242') },
  { name: 'find-nothing', place: '/desks/demo/payments', act: find('zzqq') },
  {
    name: 'find-loading',
    place: '/desks/demo/payments',
    options: { sync: someFreshness.loading() },
    act: find('grace'),
  },
  {
    name: 'find-broken',
    place: '/desks/demo/payments',
    options: {
      failing: { 'search.all': { code: 'store_corrupt', message: 'The cache of this desk is damaged.' } },
    },
    act: find('ada'),
  },
  {
    name: 'find-recent',
    place: page,
    act: async (shown) => {
      await openPage(shown)
      await shown.keyboard.press('/')
      await shown.getByText('Opened lately').waitFor()
    },
  },
  { name: 'customers', place: customers },
  { name: 'customers-none', place: `${customers}?q=zzqq` },
  { name: 'customers-narrow', place: customers, width: 640, height: 400 },
  { name: 'customer', place: page, act: openPage },
  { name: 'customer-wide', place: page, act: openPage, width: 1600, height: 1000 },
  { name: 'customer-narrow', place: page, act: openPage, width: 640, height: 400 },
  {
    name: 'customer-missing',
    place: `${customers}/cus_gone`,
    act: (shown) => shown.getByText('could not be read').waitFor(),
  },
  { name: 'customer-waiting', place: page, options: { silent: ['customers.detail'] } },
  { name: 'default-method', place: page, act: useFor },
  { name: 'detach', place: page, act: detach },
  {
    name: 'changes-held',
    place: page,
    act: async (shown) => {
      await useFor(shown)
      await shown
        .getByRole('dialog')
        .getByRole('button', { name: /^Pay with/ })
        .click()
      await shown.getByText('Nothing has been sent yet').first().waitFor()
    },
  },
  {
    name: 'changes-tray',
    place: page,
    options: { changeOutcome: 'unknown', holdMilliseconds: 300 },
    act: async (shown) => {
      await useFor(shown)
      await shown
        .getByRole('dialog')
        .getByRole('button', { name: /^Pay with/ })
        .click()
      await shown.getByRole('button', { name: 'Done' }).click()
      await shown.getByText('Outcome unknown').first().waitFor()
    },
  },
  { name: 'pay-page', place: page, act: payPage },
  { name: 'pay-page-made', place: page, act: makePage },
  {
    name: 'setup-page',
    place: page,
    act: press(/^Ask for a new method/, 'Checked with Stripe'),
  },
  {
    name: 'pay-page-mail',
    place: page,
    act: async (shown) => {
      await makePage(shown)
      await shown.getByRole('button', { name: 'Write an e-mail…' }).last().click()
      await shown.getByLabel('Subject').waitFor()
    },
  },
  {
    name: 'mail-unknown',
    place: page,
    act: async (shown) => {
      await makePage(shown)
      await shown.getByRole('button', { name: 'Write an e-mail…' }).last().click()
      await shown.getByLabel('To', { exact: true }).fill('Ada, eve@evil.example')
    },
  },
  { name: 'note', place: page, act: writeNote },
  { name: 'note-narrow', place: page, act: writeNote, width: 640, height: 400 },
  {
    name: 'note-card-number',
    place: page,
    act: async (shown) => {
      await writeNote(shown)
      await shown.getByLabel('Note', { exact: true }).fill('Card 4242 4242 4242 4242')
    },
  },
  { name: 'note-stripe', place: page, act: noteAtStripe },
  {
    name: 'note-stripe-held',
    place: page,
    act: async (shown) => {
      await noteAtStripe(shown)
      await shown.waitForTimeout(500)
      await shown.keyboard.press('Control+Enter')
      await shown.getByText('Nothing has been sent yet').first().waitFor()
    },
  },
  {
    name: 'note-strike',
    place: page,
    act: async (shown) => {
      await openPage(shown)
      await shown
        .getByRole('button', { name: /^Strike out/ })
        .first()
        .click()
      await shown.getByRole('dialog').getByText('can’t be undone').waitFor()
    },
  },
  {
    name: 'notes-none',
    place: customers,
    act: async (shown) => {
      await shown.getByRole('grid').waitFor()
      await shown.keyboard.press('j')
      await shown.keyboard.press('j')
      await shown.keyboard.press('j')
      await shown.keyboard.press('Enter')
      await openPage(shown)
    },
  },
  {
    name: 'change-live',
    place: livePage('acct_Hopper_live'),
    options: unlocked,
    act: async (shown) => {
      await useFor(shown)
      await shown.getByRole('button', { name: 'Review…' }).click()
      await shown.waitForTimeout(800)
    },
  },
]
