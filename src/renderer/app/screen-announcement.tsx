// Says the title of the screen that one has come to, to those who don't see it change. It must say nothing of the first screen, which is
// read as the window opens.
import { useHere } from '../state/here.ts'

export function ScreenAnnouncement() {
  const screen = useHere((state) => state.arrivedAt)
  return (
    <p role="status" className="unseen">
      {screen}
    </p>
  )
}
