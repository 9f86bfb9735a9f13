// The way to a form, or to what is done without one: that, the question who is there before it, or why there is none.
import { askToUnlock, openOverlay, type Overlay } from '../../state/overlays.ts'
import { toast } from '../toast.tsx'
import type { OrderAccess } from './order-access.ts'

/** `refusal`: said above the reason, where `wanted` is not to be had. */
export function openForm(access: OrderAccess, wanted: Overlay | (() => void), refusal: string): void {
  switch (access.can) {
    case 'yes':
      return typeof wanted === 'function' ? wanted() : openOverlay(wanted)
    case 'unlock':
      return askToUnlock(wanted)
    case 'no':
      return toast({ title: refusal, description: access.why, tone: 'red' })
  }
}
