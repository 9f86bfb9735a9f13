// The panel of one thing in full, beside the list or over it where the window is narrow; and the sections in it.
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { useFocusTrap } from './focus-trap.ts'
import { Skeleton } from './states.tsx'

export function InspectorPanel({
  label,
  over,
  head,
  actions,
  foot,
  onClose,
  children,
}: {
  label: string
  /** True where it lies over the list: then it is a modal dialog. */
  over: boolean
  head: ReactNode
  actions?: ReactNode
  foot?: ReactNode
  onClose: () => void
  children: ReactNode
}) {
  const panel = useFocusTrap(over)
  return (
    <div
      ref={panel}
      aria-label={label}
      role={over ? 'dialog' : 'complementary'}
      {...(over ? { 'aria-modal': true, 'data-keys': 'pass', tabIndex: -1 } : {})}
      className="absolute inset-y-0 right-0 z-10 flex w-[min(440px,100%)] shrink-0 flex-col border-l border-line bg-bg shadow-pop outline-none lg:static lg:shadow-none"
    >
      <div className="flex items-center gap-1 py-2 pr-2 pl-5">
        {head}
        <span className="flex-1" />
        {actions}
        <IconButton icon={X} label="Close the inspector" keysShown="escape" onClick={onClose} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        {children}
      </div>
      {foot}
    </div>
  )
}

export function Section({
  title,
  action,
  children,
}: {
  title: string
  /** Beside the title. */
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <section aria-label={title} className="border-t border-line px-5 py-3.5">
      <div className="mb-1.5 flex items-center justify-between gap-3">
        <h3 className="font-semibold">{title}</h3>
        {action}
      </div>
      {children}
    </section>
  )
}

export function Fact({ word, children }: { word: string; children: ReactNode }) {
  return (
    <div className="grid min-h-6 grid-cols-[132px_minmax(0,1fr)] items-center gap-2">
      <dt className="self-start pt-0.5 text-ink-3">{word}</dt>
      <dd className="min-w-0 py-0.5">{children}</dd>
    </div>
  )
}

export function Metadata({ metadata }: { metadata: Readonly<Record<string, string>> }) {
  const pairs = Object.entries(metadata)
  if (pairs.length === 0) return null
  return (
    <Section title="Metadata">
      <dl>
        {pairs.map(([key, value]) => (
          <Fact key={key} word={key}>
            {value}
          </Fact>
        ))}
      </dl>
    </Section>
  )
}

export function InspectorSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-3 px-5">
      <Skeleton className="h-[30px] w-28" />
      <Skeleton className="mt-4 h-3 w-3/4" />
      <Skeleton className="h-3 w-2/3" />
      <Skeleton className="h-3 w-4/5" />
      <Skeleton className="h-3 w-1/2" />
    </div>
  )
}
