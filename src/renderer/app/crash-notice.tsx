// The one place where a bug in the face ends: says so, and that nothing was lost. React knows only class boundaries.
import { Bug } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/states.tsx'

export class CrashNotice extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false }

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true }
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children
    return (
      <main>
        <h1 className="unseen">Bursar</h1>
        <EmptyState
          icon={Bug}
          title="This window hit a bug"
          action={<Button onClick={() => window.location.reload()}>Reload the window</Button>}
        >
          Orders are kept and sent by the engine, not by this window: nothing was lost, and nothing is sent
          twice.
        </EmptyState>
      </main>
    )
  }
}
