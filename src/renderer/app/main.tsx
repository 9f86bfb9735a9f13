// Where the face begins: providers around the routes, pushes followed, attention told, theme adopted. It must hold no screen of its own.
import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { ask } from '../bridge/client.ts'
import { followPushes } from '../bridge/pushes.ts'
import { keys } from '../bridge/keys.ts'
import { noteOrder } from '../state/orders.ts'
import { adoptTheme } from '../state/theme.ts'
import { HintProvider } from '../ui/hint.tsx'
import { reportAttention } from './attention.ts'
import { beginAgain } from './begin-again.ts'
import { CrashNotice } from './crash-notice.tsx'
import { useHashPath, useHashSearch } from './hash-location.ts'
import { Routes } from './routes.tsx'

const client = new QueryClient({
  defaultOptions: {
    // Answers come from this machine: a failure is told at once, and changes are pushed, never polled.
    queries: { retry: false, staleTime: Infinity, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
})

followPushes(client, {
  onOrder: noteOrder,
  onTheme: adoptTheme,
  onRestart: () => beginAgain(client),
})
reportAttention()
void client
  .fetchQuery({ queryKey: keys.appInfo, queryFn: () => ask('app.info', {}) })
  .then((info) => adoptTheme(info.dark, info.theme))
  // The stylesheet already follows the system; the failure shows where the information is asked for.
  .catch(() => undefined)

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={client}>
          <HintProvider delay={500}>
            <CrashNotice>
              <Router hook={useHashPath} searchHook={useHashSearch}>
                <Routes />
              </Router>
            </CrashNotice>
          </HintProvider>
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  )
}
