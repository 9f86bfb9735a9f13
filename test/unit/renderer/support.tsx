// What component tests share: the face's providers over the made-up bridge.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { Router } from 'wouter'
import { createFakeBridge, type FakeOptions } from '../../doubles/bridge/fake-bridge.ts'
import type { ChangePreflight } from '../../../src/contract/changes.ts'
import { beginAgain } from '../../../src/renderer/app/begin-again.ts'
import { useHashPath, useHashSearch } from '../../../src/renderer/app/hash-location.ts'
import { followPushes } from '../../../src/renderer/bridge/pushes.ts'
import { useHere } from '../../../src/renderer/state/here.ts'
import { noteOrder, useOrdersStore } from '../../../src/renderer/state/orders.ts'
import { closeOverlay } from '../../../src/renderer/state/overlays.ts'
import { HintProvider } from '../../../src/renderer/ui/hint.tsx'

/** jsdom lays nothing out: gives the virtualiser a window of 600 by 800 pixels to fill. */
function giveElementsSize(): void {
  for (const [name, value] of Object.entries({ offsetHeight: 600, offsetWidth: 800, clientHeight: 600 })) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value })
  }
  Element.prototype.scrollTo ??= () => undefined
  Element.prototype.scrollIntoView ??= () => undefined
  globalThis.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  }
  // No moment is idle: what is read ahead is read when it is wanted.
  globalThis.requestIdleCallback ??= () => 0
  // A wide window, unless a test says otherwise.
  globalThis.matchMedia ??= (media: string) =>
    ({ media, matches: false, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS
}

/** Goes to an address, as a link or the operator would. */
export function goTo(address: string): void {
  window.location.hash = `#${address}`
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

/** Of the face that was drawn last. */
let endPushes = (): void => undefined

/** `place`: where the window opens. */
export function renderFace(face: ReactNode, options: FakeOptions = {}, place = '') {
  giveElementsSize()
  closeOverlay()
  window.location.hash = place
  // Where a face of another file is still there, the address is followed from now on, and not in the midst of this test.
  window.dispatchEvent(new HashChangeEvent('hashchange'))
  useOrdersStore.setState({ known: {}, dismissed: new Set(), shownInForm: [], heldElsewhere: {} })
  useHere.setState({ deskId: undefined, announcing: null, arrivedAt: undefined })
  const fake = createFakeBridge({ payments: 60, ...options })
  Object.assign(window, { bursar: fake.bridge })
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } })
  endPushes()
  endPushes = followPushes(client, {
    onOrder: noteOrder,
    onTheme: () => undefined,
    onRestart: () => beginAgain(client),
  })
  const view = render(
    <QueryClientProvider client={client}>
      <HintProvider>
        <Router hook={useHashPath} searchHook={useHashSearch}>
          {face}
        </Router>
      </HintProvider>
    </QueryClientProvider>,
  )
  return {
    ...view,
    fake,
    client,
    callsOf: (method: string) => fake.calls.filter((call) => call.method === method),
  }
}

/** What Stripe says is at stake in whatever is checked, where that is another sum than the lists show. */
export function dueAtStripe(
  { bridge }: ReturnType<typeof createFakeBridge>,
  money: ChangePreflight['money'],
): void {
  const { call } = bridge
  bridge.call = async (method, request) => {
    const answer = await call(method, request)
    return method === 'change.preflight' && answer.ok
      ? { ...answer, value: { ...(answer.value as ChangePreflight), money } }
      : answer
  }
}

/** Presses Escape right after the change of the page that makes it so, before anything else runs. */
export function pressEscapeOnceShown(isShown: () => boolean): void {
  const watching = new MutationObserver(() => {
    if (!isShown()) return
    watching.disconnect()
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' })
  })
  watching.observe(document.body, { childList: true, subtree: true, characterData: true })
}
