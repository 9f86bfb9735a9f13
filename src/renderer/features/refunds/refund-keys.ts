// The keys of this screen beside those of every list: they act on the refund that is marked or open.
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { RefundLife } from '../../../contract/refund-life.ts'
import { useRefund } from '../../bridge/refund-queries.ts'
import { paymentsPlace } from '../../state/places.ts'
import { copyText } from '../../ui/copy.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { toast } from '../../ui/toast.tsx'
import { askAboutRefund } from './ask-about-refund.ts'
import { canRecordOtherWay } from './refund-looks.ts'

/** `marked` as the list or the board shows it; what is open may stand in neither, or was changed since. */
export function useRefundKeys(desk: Desk, openId: string | null, marked: RefundLife | undefined): void {
  const [, navigate] = useLocation()
  const active = useRefund(desk.id, openId).data?.refund ?? marked ?? null
  const onActive = (act: (refund: RefundLife) => void) => (): void | false =>
    active === null ? false : act(active)
  useShortcuts({
    c: onActive(({ refundId }) =>
      refundId === null ? toast({ title: 'There is no refund yet' }) : void copyText(refundId, 'Refund id'),
    ),
    n: onActive(({ reference }) =>
      reference === null || reference.value === null
        ? toast({ title: 'The bank has given no reference yet' })
        : void copyText(reference.value, 'Bank reference'),
    ),
    o: onActive(({ paymentIntentId }) =>
      paymentIntentId === null
        ? toast({ title: 'Its payment is not known' })
        : navigate(paymentsPlace(desk.id, paymentIntentId)),
    ),
    x: onActive((refund) =>
      refund.cancelable
        ? askAboutRefund(desk, 'cancel', refund)
        : toast({ title: 'Stripe cancels only a refund that waits for the customer' }),
    ),
    w: onActive((refund) =>
      canRecordOtherWay(refund)
        ? askAboutRefund(desk, 'other way', refund)
        : toast({
            title:
              refund.otherWay === null
                ? 'Only for a refund that failed or was canceled'
                : 'Another way is recorded already',
          }),
    ),
  })
}
