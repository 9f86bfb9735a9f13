// The looks of what the support desk finds at Stripe, waits for and collects.
import { someFreshness } from './fake-freshness.ts'
import type { Look } from './looks.ts'

const found = {
  status: null,
  amount: null,
  currency: null,
  paymentIntentId: null,
  at: 1_790_000_000,
} as const

export const supportLooks: readonly Look[] = [
  {
    name: 'at-stripe',
    place: '/desks/demo/payments',
    options: {
      sync: someFreshness.loading(),
      atStripe: {
        hits: [
          {
            ...found,
            kind: 'customer',
            id: 'cus_Elsewhere1',
            title: 'Grace Quill',
            subtitle: 'grace.quill@example.com',
            matched: { field: 'name', text: 'Grace Quill' },
            customerId: 'cus_Elsewhere1',
          },
          {
            ...found,
            kind: 'payment',
            id: 'pi_Elsewhere1',
            title: 'Grace Quill',
            subtitle: 'Visa •••• 4242',
            status: 'succeeded',
            amount: 4990,
            currency: 'eur',
            matched: { field: 'customer', text: 'Grace Quill' },
            paymentIntentId: 'pi_Elsewhere1',
            customerId: 'cus_Elsewhere1',
          },
        ],
        notAsked: [{ kinds: ['invoice'], why: 'This restricted key lacks the permission rak_invoice_read.' }],
        asked: ['customer', 'payment'],
        more: true,
      },
    },
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').getByRole('combobox').fill('grace')
      await page.getByText('At Stripe, not yet here').waitFor()
      await page.getByText('At Stripe, not yet here').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'waiting',
    place: '/desks/demo/payments?status=requires_action',
    act: async (page) => {
      await page.getByRole('row').nth(1).click()
      await page.getByText('Waits for the customer').waitFor()
    },
  },
  {
    name: 'waiting-other',
    place: '/desks/demo/payments?status=requires_action',
    act: async (page) => {
      await page.getByRole('row').nth(2).click()
      await page.getByText('Waits for the customer').waitFor()
    },
  },
  ...(['', 'gift'] as const).map((typed): Look => ({
    name: typed === '' ? 'collect-prices' : 'collect-price',
    place: '/desks/demo/payments',
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').getByRole('combobox').fill('collect')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'A price' }).click()
      await page.getByText('Gift box').waitFor()
      if (typed === '') return
      await page.keyboard.type(typed)
      // Enter takes only what answers what was typed.
      await page.getByText('Postcards').waitFor({ state: 'detached' })
      await page.keyboard.press('Enter')
      await page.getByLabel('Quantity').fill('3')
      await page.getByRole('button', { name: /^Make the page for/ }).waitFor()
    },
  })),
]
