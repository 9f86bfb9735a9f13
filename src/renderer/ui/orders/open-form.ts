// The way to a form: the form, the question who is there before it, or why there is none.
import { askToUnlock, openOverlay, type Overlay } from '../../state/overlays.ts'
import { toast } from '../toast.tsx'
import type { OrderAccess } from './order-access.ts'

/** `refusal`: said above the reason, where the form is not to be had. */
export function openForm(access: OrderAccess, form: Overlay, refusal: string): void {
  switch (access.can) {
    case 'yes':
      return openOverlay(form)
    case 'unlock':
      return askToUnlock(form)
    case 'no':
      return toast({ title: refusal, description: access.why, tone: 'red' })
  }
}
