// /v1/billing_portal/sessions: the address of a page where a customer looks after their own subscriptions. The page itself is not simulated.
import type { PortalFlow } from '../portal-records.ts'
import { openPortal } from '../life/portal.ts'
import { operation, recordOf, type Call, type Operation } from '../operations.ts'
import { fields, oneOf, text, type Rules } from '../parameters.ts'
import { isRefusal, refusals, refuse, type Refusal } from '../refusals.ts'
import { customerOf } from './lookups.ts'

const ofSubscription = fields({ subscription: text() }, ['subscription'])
const FLOWS = ['payment_method_update', 'subscription_cancel', 'subscription_update'] as const

const flowRule = fields(
  {
    after_completion: fields(
      {
        hosted_confirmation: fields({ custom_message: text() }),
        redirect: fields({ return_url: text() }, ['return_url']),
        type: oneOf(['hosted_confirmation', 'portal_homepage', 'redirect']),
      },
      ['type'],
    ),
    subscription_cancel: ofSubscription,
    subscription_update: ofSubscription,
    type: oneOf(FLOWS),
  },
  ['type'],
)
type SentFlow = Exclude<ReturnType<(typeof flowRule)['parse']>, Refusal>

/** What the page leads to, or Stripe's refusal. */
function flowOf(call: Call<Rules>, customer: string, sent: SentFlow): PortalFlow | Refusal {
  const { after_completion: after, type = 'payment_method_update' } = sent
  const about = type === 'payment_method_update' ? null : (sent[type]?.subscription ?? '')
  if (about === '') return refusals.missingParameter(`flow_data[${type}]`)
  const param = `flow_data[${type}][subscription]`
  const known =
    about === null
      ? null
      : recordOf(call, (book) => book.subscriptions, about, { noun: 'subscription', param })
  if (isRefusal(known)) return known
  if (known !== null && known.customer !== customer)
    return refuse(400, {
      message: 'The subscription does not belong to the customer of this portal session.',
      param,
    })
  const named = known === null ? null : { subscription: known.id }
  return {
    after_completion: {
      hosted_confirmation:
        after?.hosted_confirmation === undefined
          ? null
          : { custom_message: after.hosted_confirmation.custom_message ?? null },
      redirect: after?.redirect === undefined ? null : { return_url: after.redirect.return_url ?? '' },
      type: after?.type ?? 'portal_homepage',
    },
    customer_update: null,
    subscription_cancel:
      type === 'subscription_cancel' && named !== null ? { retention: null, ...named } : null,
    subscription_pause: null,
    subscription_update: type === 'subscription_update' ? named : null,
    subscription_update_confirm: null,
    type,
  }
}

export const billingPortalOperations: readonly Operation[] = [
  operation({
    method: 'POST',
    path: '/v1/billing_portal/sessions',
    answers: 'billing_portal.session',
    permissions: ['rak_customer_portal_write'],
    parameters: { customer: text(), flow_data: flowRule, locale: text(), return_url: text() },
    notSimulated: ['after_expiration', 'configuration', 'customer_account', 'on_behalf_of'],
    run: (call) => {
      const { book, parameters: sent } = call
      if (sent.customer === undefined) return refusals.missingParameter('customer')
      const customer = customerOf(call, sent.customer, 'customer')
      if (isRefusal(customer)) return customer
      if (sent.return_url !== undefined && !URL.canParse(sent.return_url))
        return refuse(400, { code: 'url_invalid', message: 'Not a valid URL', param: 'return_url' })
      const flow = sent.flow_data === undefined ? null : flowOf(call, customer.id, sent.flow_data)
      if (isRefusal(flow)) return flow
      return openPortal(book, {
        customer: customer.id,
        flow,
        locale: sent.locale ?? null,
        returnUrl: sent.return_url ?? book.account.url,
      })
    },
  }),
]
