import type { Example } from '../example.ts'
import { byEmail, confirmed, prepared } from '../prepare.ts'
import { tracking, withDevice } from '../steps.ts'

const of = (username: string) => prepared({ ...byEmail, ...tracking }, [confirmed(username), withDevice(username)])
const jane = '--user-pool-id us-west-2_aaaaaaaaa --username jane@example.com'
const key = '--device-key us-west-2_abcd_1234-5678'

/** Devices, by administrators and by their users. */
export const devices: readonly Example[] = [
  { command: 'admin-forget-device', line: `${jane} ${key}`, prepare: of('jane@example.com') },
  { command: 'admin-get-device', line: `${jane} ${key}`, prepare: of('jane@example.com'), shows: ['Device'] },
  { command: 'admin-list-devices', line: jane, prepare: of('jane@example.com'), shows: ['Devices'] },
  {
    command: 'admin-update-device-status',
    line: '--user-pool-id us-west-2_aaaaaaaaa --username diego@example.com --device-key xxxx --device-remembered-status not_remembered',
    prepare: of('diego@example.com'),
  },
  {
    command: 'forget-device',
    line: key,
    mended: {
      line: `${key} --access-token ACCESS_TOKEN`,
      why: 'The service model does not require the access token, but nothing else says whose device it is.',
    },
    prepare: of('jane@example.com'),
  },
  {
    command: 'update-device-status',
    line: '--access-token ACCESS_TOKEN --device-key DEVICE_KEY --device-remembered-status "not_remembered"',
    prepare: of('jane@example.com'),
  },
]
