// The last section of an inspector: the objects as Stripe gave them. What draws them is loaded when it is first shown.
import { lazy, Suspense } from 'react'
import { Section } from './inspector-panel.tsx'
import type { RawObject } from './raw-objects.tsx'
import { Skeleton } from './states.tsx'

const RawObjects = lazy(async () => ({ default: (await import('./raw-objects.tsx')).RawObjects }))

export function RawJson({
  title = 'Raw JSON',
  objects,
  unfolded = 0,
}: {
  title?: string
  objects: readonly RawObject[]
  /** How many levels are open before anybody unfolds one. */
  unfolded?: number
}) {
  if (objects.length === 0) return null
  return (
    <Section title={title}>
      <Suspense fallback={<Skeleton className="h-24 w-full" />}>
        <RawObjects objects={objects} unfolded={unfolded} />
      </Suspense>
    </Section>
  )
}
