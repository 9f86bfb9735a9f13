// The page of Stripe's that an order made, or on which its customer has to confirm, as it stands: its link while somebody can use it. The link is
// copied or mailed, never opened here: it is for the customer. It must never offer the link of a page that is over.
import { Check, CircleX, Clock, Copy, Hourglass, Mail, MessageSquareText, X } from 'lucide-react'
import type { ChangeOrder, PageState } from '../../contract/changes.ts'
import type { Desk } from '../../contract/desks.ts'
import { useDesk } from '../bridge/desk-queries.ts'
import { openOverlay } from '../state/overlays.ts'
import { Button } from './button.tsx'
import { isPage } from './words/change-waits.ts'
import { linkMessage, linkSubject } from './words/link-words.ts'
import { copyText } from './copy.ts'
import { CopyLine } from './copy-line.tsx'
import { orderChange } from './orders/order-change.ts'
import { Pill, type Look } from './pill.tsx'
import { PlayPage } from './play-page.tsx'
import { dayAndTime } from './dates/time.ts'

/** `page`: how it stands, where that is known. */
export function HostedPage({ order, page }: { order: ChangeOrder; page: PageState | undefined }) {
  const desk = useDesk(order.deskId).data
  const business = desk?.businessName ?? 'us'
  const { url, expiresAt } = order.result ?? {}
  if (url === undefined) return null
  const mail = (): void =>
    openOverlay({
      kind: 'mail',
      deskId: order.deskId,
      draft: {
        customerId: 'customerId' in order.change ? order.change.customerId : null,
        subject: linkSubject(order, business),
        body: linkMessage(order, business),
      },
    })
  const isOver = page !== undefined && page.state !== 'open'
  return (
    <div className="flex flex-col gap-2">
      {page && (
        <p className="flex items-center gap-2 text-ink-2">
          <Pill look={pageLook(order, page)} />
          {pageWords(order, page)}
        </p>
      )}
      {!isOver && (
        <>
          <CopyLine text={url} what="Link" shortened />
          <div className="flex flex-wrap items-center gap-2">
            <Button icon={Copy} onClick={() => void copyText(url, 'Link')}>
              Copy the link
            </Button>
            <Button
              icon={MessageSquareText}
              onClick={() => void copyText(linkMessage(order, business), 'Message')}
            >
              Copy as a message
            </Button>
            <Button icon={Mail} onClick={mail}>
              Write an e-mail…
            </Button>
            <PlayPage desk={desk} url={url} />
            {desk && page && isPage(order.kind) && <EndPage desk={desk} order={order} />}
            {expiresAt !== undefined && (
              <span className="text-sm text-ink-3">Good until {dayAndTime(expiresAt)}</span>
            )}
          </div>
        </>
      )}
    </div>
  )
}

/** `order`: the one that made it. */
function EndPage({ desk, order: { resultId, subject } }: { desk: Desk; order: ChangeOrder }) {
  if (resultId === null) return null
  const wanted = { form: 'expire_session', sessionId: resultId, subject } as const
  return (
    <Button look="ghost" icon={CircleX} onClick={() => orderChange(desk, wanted)}>
      End this page…
    </Button>
  )
}

const collects = ({ kind }: ChangeOrder): boolean => kind !== 'setup_session'

function pageLook(order: ChangeOrder, { state, paid }: PageState): Look {
  switch (state) {
    case 'open':
      return { tone: 'amber', icon: Clock, word: 'Open' }
    case 'failed':
      return { tone: 'red', icon: X, word: 'Not paid' }
    case 'expired':
      return { tone: 'grey', icon: X, word: isPage(order.kind) ? 'Expired' : 'Over' }
    case 'complete':
      if (!collects(order)) return { tone: 'green', icon: Check, word: 'Completed' }
      return paid
        ? { tone: 'green', icon: Check, word: 'Paid' }
        : { tone: 'blue', icon: Hourglass, word: 'Completed' }
  }
}

function pageWords(order: ChangeOrder, { state, paid }: PageState): string {
  switch (state) {
    case 'open':
      return 'Nobody has finished it yet.'
    case 'failed':
      return 'The payment failed after the customer was through. Make another page if it is still to be paid.'
    case 'expired':
      return isPage(order.kind)
        ? 'Nobody can use it any more. Make another if it is still wanted.'
        : 'Nothing is asked for on it any more.'
    case 'complete':
      if (!collects(order)) return 'The customer left a payment method.'
      return paid ? 'The payment is under Payments.' : 'The money has not come yet.'
  }
}
