// The permissions of a restricted key that Bursar asks for, as the Dashboard names them, and what each is for.
// Source: docs.stripe.com/keys/restricted-api-keys. Ready to be read out to whoever makes the key.

export interface Permission {
  /** Our name for it; stays the same for ever. */
  id: string
  /** The row in the Dashboard's form. */
  resource: string
  level: 'read' | 'write'
  what: string
  /** False: without it no desk can be opened. */
  optional: boolean
}

/** One row of the form, although Stripe has names for each: rak_charge_… and rak_refund_…. */
const chargesAndRefunds = 'Charges and Refunds'

/** By the row and the column of the Dashboard's form: "Charges and Refunds: write". */
export const nameOfPermission = ({ resource, level }: Permission): string => `${resource}: ${level}`

export const permissions: readonly Permission[] = [
  {
    id: 'account',
    resource: 'Accounts',
    level: 'read',
    what: 'Know which account the key is of',
    optional: false,
  },
  { id: 'payments', resource: 'PaymentIntents', level: 'read', what: 'List payments', optional: false },
  {
    id: 'charges',
    resource: chargesAndRefunds,
    level: 'read',
    what: 'Show what was taken, and what failed',
    optional: false,
  },
  { id: 'refunds', resource: chargesAndRefunds, level: 'read', what: 'List refunds', optional: false },
  { id: 'customers', resource: 'Customers', level: 'read', what: 'Find customers', optional: false },
  {
    id: 'make_refunds',
    resource: chargesAndRefunds,
    level: 'write',
    what: 'Make and cancel refunds',
    optional: true,
  },
  {
    id: 'change_customers',
    resource: 'Customers',
    level: 'write',
    what: 'Change what a customer pays with, and write notes to them at Stripe',
    optional: true,
  },
  {
    id: 'change_subscriptions',
    resource: 'Subscriptions',
    level: 'write',
    what: 'Change a subscription and what it is paid with, pause, resume, cancel or start it again',
    optional: true,
  },
  {
    id: 'change_invoices',
    resource: 'Invoices',
    level: 'write',
    what: 'Retry an invoice, void it or write it off',
    optional: true,
  },
  {
    id: 'retry_payments',
    resource: 'PaymentIntents',
    level: 'write',
    what: 'Retry a payment that failed',
    optional: true,
  },
  {
    id: 'change_methods',
    resource: 'PaymentMethods',
    level: 'write',
    what: 'Detach cards and other ways to pay',
    optional: true,
  },
  {
    id: 'make_sessions',
    resource: 'Checkout Sessions',
    level: 'write',
    what: 'Make pages on which customers pay or leave a card, and end them',
    optional: true,
  },
  {
    id: 'events',
    resource: 'Events',
    level: 'read',
    what: 'Follow changes without a webhook',
    optional: true,
  },
  {
    id: 'balance',
    resource: 'Balance',
    level: 'read',
    what: 'See whether the balance covers a refund',
    optional: true,
  },
  { id: 'disputes', resource: 'Disputes', level: 'read', what: 'Warn of open disputes', optional: true },
  {
    id: 'methods',
    resource: 'PaymentMethods',
    level: 'read',
    what: 'Show cards and other ways to pay',
    optional: true,
  },
  { id: 'invoices', resource: 'Invoices', level: 'read', what: 'List invoices', optional: true },
  {
    id: 'invoice_items',
    resource: 'Invoice items',
    level: 'read',
    what: 'Warn of what waits to be invoiced before a subscription is canceled',
    optional: true,
  },
  {
    id: 'subscriptions',
    resource: 'Subscriptions',
    level: 'read',
    what: 'List subscriptions',
    optional: true,
  },
  { id: 'products', resource: 'Products', level: 'read', what: 'Name what was bought', optional: true },
  { id: 'prices', resource: 'Prices', level: 'read', what: 'Show prices', optional: true },
  {
    id: 'sessions',
    resource: 'Checkout Sessions',
    level: 'read',
    what: 'Follow Checkout Sessions',
    optional: true,
  },
  { id: 'payouts', resource: 'Payouts', level: 'read', what: 'List payouts', optional: true },
  {
    id: 'transactions',
    resource: 'Balance transaction sources',
    level: 'read',
    what: 'Show fees and net amounts',
    optional: true,
  },
]
