// Customers as rows.
import { kindOf } from './kind.ts'
import { customerShape } from './shapes.ts'

export const customers = kindOf({
  table: 'customers',
  objects: ['customer'],
  shape: customerShape,
  references: ['default_source', 'default_card', 'invoice_settings.default_payment_method'],
  // Old API versions (and `expand`) put cards and subscriptions here.
  lists: ['sources', 'cards', 'subscriptions', 'subscription'],
  columns: (customer) => ({
    name: customer.name,
    email: customer.email,
    phone: customer.phone,
    created: customer.created ?? 0,
  }),
})
