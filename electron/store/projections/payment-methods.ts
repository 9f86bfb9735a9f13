// Payment methods as rows, and the cards, sources and bank accounts that stood in their place before there were any.
import { kindOf } from './kind.ts'
import { idOf, methodFacts, paymentMethodShape } from './shapes.ts'

export const paymentMethods = kindOf({
  table: 'payment_methods',
  objects: ['payment_method', 'card', 'source', 'bank_account'],
  shape: paymentMethodShape,
  references: ['customer'],
  columns(method) {
    const facts = methodFacts(method)
    return {
      customer_id: idOf(method.customer),
      type: facts?.type ?? method.type ?? 'unknown',
      brand: facts?.brand,
      last4: facts?.last4,
      exp_month: facts?.expMonth,
      exp_year: facts?.expYear,
      country: facts?.country,
      funding: facts?.funding,
      wallet: facts?.wallet,
      fingerprint: facts?.fingerprint,
      created: method.created ?? 0,
    }
  },
})
