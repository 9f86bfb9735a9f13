// The pages Stripe hosts, played: an invoice's, a Checkout Session's, the bank's for 3-D Secure. At the same paths as at Stripe, on the
// simulator's own loopback address. Whoever presses a button there is the customer; no card number is ever asked for.
import type { CheckoutSession } from './billing-records.ts'
import type { Book } from './book.ts'
import { worded } from './currencies.ts'
import type { Invoice } from './invoice-records.ts'
import { payInvoice } from './life/collecting.ts'
import { completeSession } from './life/checkout.ts'
import { intentOfInvoice } from './life/invoices.ts'
import { makeTestCardMethod, NO_BILLING_DETAILS } from './life/payment-methods.ts'
import { attemptPayment, failAuthentication } from './life/payments.ts'
import type { PaymentIntent } from './records.ts'
import { testCardByToken } from './test-cards.ts'

/** What can be pressed; of a card, Stripe's test card by token. */
export type Press = 'authenticate' | 'decline' | 'fail' | 'pay' | 'pay_asking'

export interface Page {
  readonly title: string
  readonly lines: readonly string[]
  readonly buttons: readonly (readonly [Press, string])[]
}

const CARDS: Partial<Record<Press, string>> = {
  decline: 'pm_card_chargeCustomerFail',
  pay: 'pm_card_visa',
  pay_asking: 'pm_card_threeDSecureRequired',
}

const TO_PROVE: Page['buttons'] = [
  ['authenticate', 'Complete authentication'],
  ['fail', 'Fail authentication'],
]
const TO_PAY: Page['buttons'] = [
  ['pay', 'Pay'],
  ['decline', 'Pay with a card that is declined'],
]

type Subject =
  | { readonly kind: 'invoice'; readonly invoice: Invoice }
  | { readonly kind: 'session'; readonly session: CheckoutSession }
  | { readonly kind: 'intent'; readonly intent: PaymentIntent }

export const isPagePath = (path: string): boolean => /^\/(i|c\/pay|3d_secure_2)\//.test(path)

/** The page at this address as it stands, or undefined where this book has none there. */
export function pageAt(book: Book, path: string, query: string): Page | undefined {
  const subject = subjectAt(book, path, query)
  switch (subject?.kind) {
    case 'invoice':
      return invoicePage(book, subject.invoice)
    case 'session':
      return sessionPage(subject.session)
    case 'intent':
      return intentPage(subject.intent)
    case undefined:
      return undefined
  }
}

/** The customer presses a button of the page at this address; one that is not there does nothing. */
export function press(book: Book, path: string, query: string, button: string): void {
  const subject = subjectAt(book, path, query)
  const pressed = pageAt(book, path, query)?.buttons.find(([name]) => name === button)?.[0]
  if (subject === undefined || pressed === undefined) return
  const token = CARDS[pressed]
  if (subject.kind === 'session') {
    if (token !== undefined) completeSession(book, subject.session.id, token)
    return
  }
  const intent = subject.kind === 'intent' ? subject.intent : intentOfInvoice(book, subject.invoice)
  if (token === undefined) prove(book, intent, pressed === 'authenticate')
  else if (subject.kind === 'invoice') payWith(book, subject.invoice, token)
}

function subjectAt(book: Book, path: string, query: string): Subject | undefined {
  const session = book.checkoutSessions.get(/^\/c\/pay\/(cs_\w+)$/.exec(path)?.[1] ?? '')
  if (session !== undefined) return { kind: 'session', session }
  if (path === '/3d_secure_2/hosted') {
    const intent = book.paymentIntents.get(new URLSearchParams(query).get('payment_intent') ?? '')
    return intent === undefined ? undefined : { kind: 'intent', intent }
  }
  if (!path.startsWith(`/i/${book.account.id}/`)) return undefined
  const address = `https://invoice.stripe.com${path}?`
  const invoice = book.invoices.all().find(({ hosted_invoice_url: url }) => url?.startsWith(address) === true)
  return invoice === undefined ? undefined : { kind: 'invoice', invoice }
}

function invoicePage(book: Book, invoice: Invoice): Page {
  const lines = [
    ...invoice.lines.data.map(({ description }) => description ?? ''),
    `Amount due ${worded(invoice.amount_remaining, invoice.currency)}`,
  ]
  const title = `Invoice ${invoice.number ?? ''} from ${book.account.name}`
  const status = intentOfInvoice(book, invoice)?.status
  if (invoice.status === 'paid') return { title, lines: [...lines, 'Invoice paid.'], buttons: [] }
  if (invoice.status === 'void' || status === 'processing' || status === undefined)
    return { title, lines: [...lines, 'This invoice can’t be paid.'], buttons: [] }
  const asking = [...TO_PAY, ['pay_asking', 'Pay with a card that asks for 3-D Secure']] as const
  return { title, lines, buttons: status === 'requires_action' ? [...TO_PROVE, ...asking] : asking }
}

function sessionPage(session: CheckoutSession): Page {
  const isSetup = session.mode === 'setup'
  const amount = session.amount_total === null ? '' : worded(session.amount_total, session.currency ?? 'eur')
  if (session.status !== 'open')
    return {
      title: 'Checkout',
      lines: [session.status === 'complete' ? 'Done.' : 'This page has expired.'],
      buttons: [],
    }
  return {
    title: 'Checkout',
    lines: [isSetup ? 'Save a card for later' : `Pay ${amount}`],
    buttons: isSetup ? [['pay', 'Save card'], ['decline', 'A card that is declined later']] : TO_PAY,
  } // prettier-ignore
}

function intentPage(intent: PaymentIntent): Page {
  const isAsked = intent.status === 'requires_action'
  return {
    title: '3-D Secure',
    lines: [
      isAsked
        ? `Your bank asks whether you pay ${worded(intent.amount, intent.currency)}.`
        : 'There is nothing to authenticate.',
    ],
    buttons: isAsked ? TO_PROVE : [],
  }
}

function prove(book: Book, intent: PaymentIntent | undefined, passes: boolean): void {
  const method = book.paymentMethods.get(intent?.payment_method ?? '')
  if (intent?.status !== 'requires_action' || method === undefined) return
  if (passes) attemptPayment(book, intent, method, { authenticated: true })
  else failAuthentication(book, intent)
}

/** A card typed in on the invoice's page is kept with the customer. */
function payWith(book: Book, invoice: Invoice, token: string): void {
  const card = testCardByToken(token)
  if (card === undefined) return
  const billing = { ...NO_BILLING_DETAILS, email: invoice.customer_email, name: invoice.customer_name }
  const method = makeTestCardMethod(book, card, { billing, customer: invoice.customer })
  if (invoice.customer !== null) book.emit('payment_method.attached', method)
  payInvoice(book, invoice, method, { offSession: false })
}
