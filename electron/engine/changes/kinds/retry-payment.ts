// Tries a payment that is no invoice's once more, with a method that its customer left. One call, one try. It must never confirm what nobody
// kept a method for: such a customer gets a page.
import type Stripe from 'stripe'
import { z } from 'zod'
import { success, type ChangeFinding, type Result } from '../../../../src/contract/index.ts'
import { spokenAmount } from '../../../../src/domain/money.ts'
import { idOf } from '../../../store/projections/shapes.ts'
import { retrieveIntent } from '../../payments/read-payment.ts'
import { finding, type Effect, type Kind } from '../kind.ts'
import { methodFinding, methodWords } from '../methods.ts'
import type { StripeReader } from '../reader.ts'
import { awaiting, findRetry } from '../retried.ts'
import { adviceFindings, chargesOf, lastTryOf, methodBy, verdictOn } from '../tries.ts'
import { pageFinding, pagesSince, successUrl } from './session.ts'

const shape = z.looseObject({
  id: z.string(),
  object: z.literal('payment_intent'),
  status: z.string(),
  next_action: z
    .looseObject({ redirect_to_url: z.looseObject({ url: z.string().nullish() }).nullish() })
    .nullish(),
})

const readIntent = (stripe: StripeReader, id: string): Promise<Result<Stripe.PaymentIntent>> =>
  stripe.one((sdk) => retrieveIntent(sdk, id))

export const retryPayment: Kind<'retry_payment'> = {
  action: 'change',
  held: true,
  objectId: ({ paymentIntentId }) => paymentIntentId,
  blocks: ({ paymentIntentId }) => paymentIntentId,

  async judge(stripe, change) {
    const { paymentIntentId, paymentMethodId, override } = change
    const [read, charges, ofInvoice] = await Promise.all([
      readIntent(stripe, paymentIntentId),
      chargesOf(stripe, paymentIntentId),
      invoiceFinding(stripe, paymentIntentId),
    ])
    if (!read.ok) return read
    if (!charges.ok) return charges
    if (!ofInvoice.ok) return ofInvoice
    const intent = read.value
    const customerId = idOf(intent.customer)
    const methodId =
      paymentMethodId ??
      idOf(intent.payment_method) ??
      idOf(intent.last_payment_error?.payment_method) ??
      charges.value[0]?.payment_method ??
      null
    const [method, leadsTo, pages] = await Promise.all([
      methodBy(stripe, methodId),
      successUrl(stripe, null),
      customerId === null
        ? success([])
        : pagesSince(stripe, customerId, charges.value.at(-1)?.created ?? intent.created),
    ])
    if (!method.ok) return method
    if (!leadsTo.ok) return leadsTo
    if (!pages.ok) return pages
    const tried = { intent, charges: charges.value, invoice: null }
    const findings = [
      stateFinding(intent),
      ofInvoice.value,
      whoseFinding(customerId, method.value, stripe.now()),
      ...adviceFindings(
        verdictOn(tried, { methodId, method: method.value }, stripe.own, stripe.now()),
        override,
      ),
      ...pagesFindings(pages.value),
      leadsTo.value.url === '' ? nowhere : leadsTo.value.finding,
      finding(
        'customer',
        'warn',
        'The bank may ask the customer to confirm: then the link to its page is to be sent.',
      ),
    ].filter((each) => each !== null)
    const by = method.value === null ? '' : ` with ${methodWords(method.value)}`
    return success({
      words: `The payment of ${spokenAmount(intent.amount, intent.currency)} is tried once more${by}.`,
      money: { amount: intent.amount, currency: intent.currency },
      findings,
      base: `${intent.status}, ${spokenAmount(intent.amount, intent.currency)}, method ${methodId ?? 'none'}, last try ${lastTryOf(charges.value)}${pagesWord(pages.value ?? [])}`,
      // Never as if the customer could not be asked (`off_session`): of a payment whose method is to be kept Stripe refuses that.
      payload: (): Stripe.PaymentIntentConfirmParams => ({
        ...(method.value === null ? {} : { payment_method: method.value.id }),
        return_url: leadsTo.value.url,
      }),
    })
  },

  send: (stripe, { paymentIntentId }, payload, options) =>
    stripe.paymentIntents.confirm(paymentIntentId, payload, options),

  effectOf: (object, { paymentIntentId }) => standing(object, paymentIntentId),

  find: (stripe, { paymentIntentId }, order) =>
    findRetry(stripe, order, paymentIntentId, () => whereItWaits(stripe, paymentIntentId)),
}

/** As Stripe answers a confirmation. */
function standing(object: unknown, id: string): Effect | null {
  const intent = shape.safeParse(object).data
  if (intent?.id !== id) return null
  switch (intent.status) {
    case 'succeeded':
      return { id, result: null }
    case 'processing':
      return awaiting(id, 'bank', null)
    case 'requires_action':
      return awaiting(id, 'customer', intent.next_action?.redirect_to_url?.url)
    default:
      return null
  }
}

/** The bank asked; meanwhile the customer may have confirmed, or let the time pass: then there is no page any more. */
async function whereItWaits(stripe: StripeReader, id: string): Promise<Result<Effect>> {
  const intent = await readIntent(stripe, id)
  return intent.ok ? success(standing(intent.value, id) ?? awaiting(id, 'customer', null)) : intent
}

function stateFinding({ id, status, capture_method: capture }: Stripe.PaymentIntent): ChangeFinding {
  if (capture === 'manual')
    return finding('object', 'stop', 'It is captured by hand: try it in the Stripe Dashboard.', [id])
  switch (status) {
    case 'requires_payment_method':
    case 'requires_confirmation':
    case 'requires_action':
      return finding('object', 'ok', 'This payment is open.', [id])
    case 'succeeded':
      return finding('already', 'stop', 'This payment is paid.', [id])
    case 'canceled':
      return finding('object', 'stop', 'This payment was canceled: a new one is needed.', [id])
    case 'processing':
    case 'requires_capture':
    default:
      return finding('object', 'stop', `This payment is under way (${status.replaceAll('_', ' ')}).`, [id])
  }
}

/** A page can be told where to lead; a retry can't. */
const nowhere = finding(
  'address',
  'stop',
  'Stripe knows no website of this business, to which a bank that asks the customer could lead back. Enter one in the Stripe Dashboard, among the public details of the business.',
)

type Page = Stripe.Checkout.Session

function pagesFindings(pages: readonly Page[] | null): ChangeFinding[] {
  if (pages === null)
    return [
      finding(
        'already',
        'unknown',
        'This key may not read Checkout Sessions, so whether the customer has paid on a page since is not known.',
      ),
    ]
  return pages.map((page) => pageFinding(page, ' since this failed'))
}

/** One that is made or paid during the hold changes what was ordered. */
const pagesWord = (pages: readonly Page[]): string =>
  pages.map(({ id, payment_status: paid }) => `, page ${id} ${paid}`).join('')

/** An invoice is asked for as a whole, and says itself what it is paid with. */
async function invoiceFinding(
  stripe: StripeReader,
  paymentIntentId: string,
): Promise<Result<ChangeFinding | null>> {
  const payments = await stripe.all((sdk, after) =>
    sdk.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: paymentIntentId },
      limit: 100,
      ...after,
    }),
  )
  if (!payments.ok)
    return payments.error.code === 'key_permission'
      ? success(
          finding(
            'object',
            'unknown',
            'This key may not read invoices, so whether it is an invoice’s is not known.',
          ),
        )
      : payments
  const invoice = idOf(payments.value[0]?.invoice)
  return success(
    invoice === null
      ? null
      : finding('object', 'stop', `It is to pay the invoice ${invoice}: try the invoice again.`, [invoice]),
  )
}

function whoseFinding(
  customerId: string | null,
  method: Stripe.PaymentMethod | null,
  now: number,
): ChangeFinding {
  if (customerId === null)
    return finding(
      'method',
      'stop',
      'Nobody’s method was kept for this payment: send a payment page instead.',
    )
  if (method === null)
    return finding('method', 'stop', 'There is no method to try it with: send a payment page instead.')
  return methodFinding(method, customerId, now)
}
