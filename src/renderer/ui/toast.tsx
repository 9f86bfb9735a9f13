// Short confirmations at the bottom of the window. Nothing that matters may be said only here.
import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'

const manager = Toast.createToastManager()

export interface Said {
  title: string
  description?: string
  tone?: 'red'
}

export function toast(said: Said): void {
  manager.add({
    title: said.title,
    timeout: said.tone === 'red' ? 8000 : 2500,
    priority: said.tone === 'red' ? 'high' : 'low',
    ...(said.description === undefined ? {} : { description: said.description }),
  })
}

function Toasts() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((each) => (
    <Toast.Root
      key={each.id}
      toast={each}
      data-keys="pass"
      className="popup-motion pointer-events-auto flex max-w-96 items-start gap-3 rounded-lg bg-raised py-2 pr-2 pl-3 shadow-pop"
    >
      <Toast.Content className="min-w-0 flex-1">
        <Toast.Title className="font-medium" />
        <Toast.Description className="text-ink-2" />
      </Toast.Content>
      <Toast.Close
        aria-label="Dismiss"
        className="inline-flex size-6 items-center justify-center rounded text-ink-3 hover:bg-press hover:text-ink"
      >
        <X size={13} aria-hidden="true" />
      </Toast.Close>
    </Toast.Root>
  ))
}

export function ToastRegion() {
  return (
    <Toast.Provider toastManager={manager} limit={2}>
      <Toast.Portal>
        <Toast.Viewport className="pointer-events-none fixed bottom-10 left-1/2 z-50 flex -translate-x-1/2 flex-col items-center gap-2 outline-none">
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}
