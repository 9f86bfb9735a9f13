// What lies over the screens: the palette, the keys, a refund form, questions before an order, and the tray of orders. All but the tray load on demand.
import { lazy, Suspense } from 'react'
import type { Desk } from '../../contract/desks.ts'
import { closeOverlay, useOverlay } from '../state/overlays.ts'

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }))
const KeysHelp = lazy(async () => ({ default: (await import('./keys-help.tsx')).KeysHelp }))
const RefundDialog = lazy(async () => ({
  default: (await import('../features/refunds/refund-dialog.tsx')).RefundDialog,
}))
const OrderTray = lazy(async () => ({
  default: (await import('../features/refunds/order-tray.tsx')).OrderTray,
}))
const importQuestions = () => import('./freshness-questions.tsx')
const StopReading = lazy(async () => ({ default: (await importQuestions()).StopReading }))
const Rebuild = lazy(async () => ({ default: (await importQuestions()).Rebuild }))

export function Overlays({ desk }: { desk: Desk }) {
  const overlay = useOverlay((state) => state.overlay)
  return (
    <Suspense fallback={null}>
      <OrderTray deskId={desk.id} />
      {overlay.kind === 'palette' && <CommandPalette desk={desk} onClose={closeOverlay} />}
      {overlay.kind === 'keys' && <KeysHelp onClose={closeOverlay} />}
      {overlay.kind === 'stop-reading' && <StopReading deskId={desk.id} onClose={closeOverlay} />}
      {overlay.kind === 'rebuild' && <Rebuild deskId={desk.id} onClose={closeOverlay} />}
      {overlay.kind === 'refund' && overlay.deskId === desk.id && (
        <RefundDialog
          key={overlay.paymentId}
          deskId={desk.id}
          paymentId={overlay.paymentId}
          onClose={closeOverlay}
        />
      )}
    </Suspense>
  )
}
