// The looks of several desks: the menu, live and its lock, keys, policies, and the refund that is confirmed.
import type { Page } from 'playwright-core'
import type { FakeOptions } from './fake-bridge.ts'
import type { Look } from './looks.ts'

const live = '/desks/acct_Hopper_live/payments'
const settings = '/desks/acct_Hopper_live/settings'
const many: FakeOptions = { desks: 'many' }
const liveDesk = (changes: FakeOptions['desk']): FakeOptions => ({
  desks: 'many',
  desk: { id: 'acct_Hopper_live', ...changes },
})
const withoutKey: FakeOptions['desk'] = {
  state: 'needs_key',
  problem: {
    code: 'desk_needs_key',
    message:
      'The key of this desk is no longer in the keychain, and with it went what opens its files. When a key is entered, they are moved aside, nothing is deleted, and a new journal is begun, which does not know of orders whose outcome was unknown.',
  },
}
/** Given from outside: it can't be computed in the page. */
const unlocked = (milliseconds: number): FakeOptions =>
  liveDesk({
    readOnlyReason: undefined as unknown as string,
    access: {
      orders: 'open',
      unlockedUntil: Date.now() + milliseconds,
      passphrase: true,
      tryAgainAt: null,
    },
  })

const openMenu = async (page: Page): Promise<void> => {
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await page.getByPlaceholder('Find a desk').waitFor()
}
const openFirst = async (page: Page): Promise<void> => {
  await page.getByRole('row').nth(2).click()
  await page.getByText('Read from Stripe').waitFor()
}
const unlock = async (page: Page): Promise<void> => {
  await page.keyboard.press('u')
  await page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).waitFor()
}
const review = async (page: Page): Promise<void> => {
  await openFirst(page)
  await page.keyboard.press('r')
  const amount = page.getByLabel(/^Amount in/)
  await amount.waitFor()
}
const confirmSmall = async (page: Page): Promise<void> => {
  await review(page)
  await page.getByLabel(/^Amount in/).fill('12.00')
  await page.keyboard.press('Enter')
  await page.getByText('real money to').waitFor()
  await page.waitForTimeout(800)
}
const confirmLarge = async (page: Page): Promise<void> => {
  await review(page)
  await page.keyboard.press('Enter')
  await page.getByText('real money to').waitFor()
}
const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('dialog').waitFor()
}

const policy = {
  role: 'support' as const,
  allowed: ['refund' as const],
  limits: [
    { currency: 'eur', perOrder: 50_000, perDay: 200_000, typeAbove: 10_000 },
    { currency: 'jpy', perOrder: 60_000, perDay: null, typeAbove: null },
  ],
  otherCurrencies: 'refused' as const,
  reasons: ['requested_by_customer' as const, 'duplicate' as const],
  holdSeconds: 15,
  leaseMinutes: 5,
  timeZone: 'Europe/Berlin',
}

export const deskLooks: readonly Look[] = [
  { name: 'start-many', options: many },
  { name: 'connect-live', place: '/?connect=live&name=Perlman+Networks', options: many },
  {
    name: 'connect-permissions',
    place: '/?connect=any',
    options: many,
    act: (page) => page.getByText('Permissions for a restricted key').click(),
  },
  { name: 'desk-menu', place: live, options: many, act: openMenu },
  { name: 'desk-menu-narrow', place: live, options: many, width: 640, height: 400, act: openMenu },
  { name: 'live', place: live, options: many, act: openFirst },
  { name: 'live-forced', place: live, options: many, forcedColors: true },
  { name: 'live-narrow', place: live, options: many, width: 640, height: 400 },
  { name: 'live-unlocked', place: live, options: unlocked(272_000), act: openFirst },
  { name: 'live-short', place: live, options: unlocked(21_000) },
  {
    name: 'switching',
    place: '/desks/acct_Hopper_test/payments',
    options: many,
    act: async (page) => {
      await page.keyboard.press('Control+2')
      await page.getByTestId('announcement').waitFor()
    },
  },
  { name: 'unlock', place: live, options: many, act: unlock },
  { name: 'unlock-touch', place: live, options: { ...many, systemUnlock: 'touch_id' }, act: unlock },
  {
    name: 'unlock-wrong',
    place: live,
    options: many,
    act: async (page) => {
      await unlock(page)
      await page.getByLabel('Passphrase').fill('nonsense')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'unlock-wait',
    place: live,
    options: many,
    act: async (page) => {
      await unlock(page)
      for (let attempt = 0; attempt < 3; attempt += 1) {
        await page.getByLabel('Passphrase').fill('nonsense')
        await page.keyboard.press('Enter')
        await page.waitForTimeout(150)
      }
    },
  },
  {
    name: 'unlock-first',
    place: live,
    options: liveDesk({
      access: { orders: 'locked', unlockedUntil: null, passphrase: false, tryAgainAt: null },
    }),
    act: async (page) => {
      await page.keyboard.press('u')
      await page.getByLabel('New passphrase').fill('short')
      await page.getByLabel('The same again').fill('short')
    },
  },
  { name: 'refund-live', place: live, options: unlocked(272_000), act: review },
  {
    name: 'refund-limits',
    place: live,
    options: {
      ...unlocked(272_000),
      preflight: {
        limits: {
          perOrder: 10_000,
          leftToday: 4200,
          reasons: ['requested_by_customer', 'duplicate'],
          holdSeconds: 15,
        },
      },
    },
    act: async (page) => {
      await review(page)
      await page.getByLabel(/^Amount in/).fill('70.00')
    },
  },
  { name: 'refund-confirm', place: live, options: unlocked(272_000), act: confirmSmall },
  { name: 'refund-confirm-typed', place: live, options: unlocked(272_000), act: confirmLarge },
  {
    name: 'refund-policy-refused',
    place: live,
    options: {
      ...unlocked(272_000),
      failing: {
        'refund.place': {
          code: 'policy_refused',
          message:
            'The policy of this desk allows €500.00 a day, of which €0.00 is left. Nothing was ordered.',
        },
      },
    },
    act: async (page) => {
      await confirmSmall(page)
      await page.keyboard.press('y')
      await page.getByRole('alert').waitFor()
    },
  },
  { name: 'desk-settings', place: settings, options: liveDesk({ policy }) },
  { name: 'desk-settings-tall', place: settings, options: liveDesk({ policy }), height: 2200 },
  {
    name: 'desk-settings-secret',
    place: settings,
    height: 1600,
    options: liveDesk({
      keyType: 'secret',
      keyWarning: 'This secret key has all rights over the account, in live mode.',
    }),
  },
  { name: 'desk-settings-narrow', place: settings, options: liveDesk({ policy }), width: 640, height: 400 },
  { name: 'edit-business', place: settings, options: many, act: press(/^Rename Hopper/) },
  { name: 'remove-live', place: settings, options: many, act: press(/^Remove Hopper Instruments, LIVE/) },
  {
    name: 'left-behind',
    place: settings,
    options: {
      ...many,
      leftBehind: [
        '/home/ada/.config/Bursar/data/desks/acct_1Hopper-test-removed-1764228000000/cache.db',
        '/home/ada/.config/Bursar/data/desks/acct_1Hopper-test-removed-1764228000000/cache.db-wal',
      ],
    },
    async act(page) {
      await press(/^Remove Hopper Instruments, TEST/)(page)
      await page.getByRole('button', { name: 'Remove the desk' }).click()
      await page.getByRole('dialog', { name: /was removed$/ }).waitFor()
    },
  },
  { name: 'policy-form', place: settings, options: liveDesk({ policy }), act: press('Change the policy…') },
  {
    name: 'policy-form-tall',
    place: settings,
    options: liveDesk({ policy }),
    height: 1200,
    act: async (page) => {
      await press('Change the policy…')(page)
      await page.getByRole('button', { name: 'Add a currency' }).click()
      await page.getByLabel('Currency', { exact: true }).last().fill('EU')
      await page.getByLabel('Hold, in seconds').fill('2')
    },
  },
  {
    name: 'policy-withdraws',
    place: settings,
    options: {
      ...liveDesk({ policy }),
      failing: {
        'desk.setPolicy': {
          code: 'confirmation_missing',
          message:
            '2 orders of this desk are held: with this policy they are withdrawn and never sent. The bulk run “October returns” is under way: with this policy it is paused, and goes on only once it is resumed. Confirm that, or wait until nothing is under way. Nothing was changed.',
        },
      },
    },
    act: async (page) => {
      await press('Change the policy…')(page)
      await page.getByLabel('Passphrase').fill('nonsense')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'policy-unreadable',
    place: settings,
    options: liveDesk({ policyUnreadable: true }),
    height: 2200,
  },
  {
    name: 'opening-checked',
    place: live,
    options: liveDesk({ state: 'opening', doing: 'Checking the stored data…' }),
  },
  { name: 'passphrase', place: settings, options: many, act: press('Change the passphrase…') },
  { name: 'replace-key', place: settings, options: many, act: press('Replace key…') },
  {
    name: 'replace-key-refused',
    place: settings,
    options: many,
    act: async (page) => {
      await press('Replace key…')(page)
      await page.getByLabel('New live key').fill('rk_live_sim_OTHERaccount1234')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'revoked',
    place: live,
    options: liveDesk({
      problem: { code: 'key_revoked', message: 'Stripe no longer accepts this key.' },
      readOnlyReason: 'Stripe no longer takes this desk’s key. Replace it to order refunds.',
      access: { orders: 'refused', unlockedUntil: null, passphrase: true, tryAgainAt: null },
    }),
    act: openFirst,
  },
  {
    name: 'needs-key',
    place: live,
    options: liveDesk(withoutKey),
  },
  {
    name: 'needs-key-entering',
    place: live,
    options: liveDesk(withoutKey),
    act: (page) => page.getByRole('button', { name: 'Enter the key…' }).click(),
  },
  {
    name: 'held-elsewhere',
    place: '/desks/acct_Hopper_test/payments',
    options: many,
    act: async (page) => {
      await openFirst(page)
      await page.keyboard.press('r')
      await page.getByRole('button', { name: /^Refund / }).click()
      await page.getByRole('button', { name: 'Done' }).click()
      await page.keyboard.press('Control+1')
      await page.keyboard.press('Control+3')
      await page.getByText(/held on/).waitFor()
      await page.waitForTimeout(900)
    },
  },
  {
    name: 'desk-palette',
    place: live,
    options: many,
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByPlaceholder('Search, or type a command').fill('switch')
    },
  },
]
