// A titled part of a screen that is a page of settings rather than a list.
import type { ReactNode } from 'react'
import { keepFocusOnScreen } from './give-focus-back.ts'
import { ScreenTitle } from './screen-title.tsx'

export function Group({ title, says, children }: { title: string; says?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="font-semibold">{title}</h2>
      {says !== undefined && <p className="text-ink-2">{says}</p>}
      <div className="mt-2">{children}</div>
    </section>
  )
}

/** The page itself: one column, scrolled as a whole. */
export function GroupPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section ref={keepFocusOnScreen} aria-label={title} className="relative h-full overflow-y-auto">
      {/* In the same place as on every other screen. */}
      <header className="px-4 pt-3">
        <ScreenTitle className="text-lg leading-[30px]">{title}</ScreenTitle>
      </header>
      <div className="mx-auto flex max-w-[680px] flex-col gap-8 px-6 pt-5 pb-12">{children}</div>
    </section>
  )
}
