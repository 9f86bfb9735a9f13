// How a session of the customer portal comes to be. Its page is not simulated.
import type { Book } from '../book.ts'
import type { PortalFlow, PortalSession } from '../portal-records.ts'
import { randomFrom } from '../random.ts'

export interface PortalFacts {
  readonly customer: string
  readonly flow: PortalFlow | null
  readonly locale: string | null
  readonly returnUrl: string
}

export function openPortal(book: Book, { customer, flow, locale, returnUrl }: PortalFacts): PortalSession {
  const mode = book.livemode ? 'live' : 'test'
  const session = book.portalSessions.put({
    id: book.newId('bps'),
    object: 'billing_portal.session',
    // Each account has one, made with its first session.
    configuration: `bpc_1${randomFrom(`portal/${book.account.id}/${mode}`).token(23)}`,
    created: book.now(),
    customer,
    customer_account: null,
    flow,
    livemode: book.livemode,
    locale,
    on_behalf_of: null,
    return_url: returnUrl,
    url: `https://billing.stripe.com/p/session/${mode}_${book.random.token(48)}`,
  })
  book.emit('billing_portal.session.created', session)
  return session
}
