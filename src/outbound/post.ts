import { DeliveryFailure } from '../domain/delivery-failure.ts'
import { type HttpAnswer, openHttp } from './http.ts'

/** How much is read of an answer: where it says more than its status, it says it in a few hundred. */
const MAX_BYTES = 16_384

/** Where messages are posted. */
export type PostOptions = {
  /** Who that is, for the reasons of failures. */
  readonly name: string
  readonly url: string
  readonly timeLimit: number
}

/** A way to a server to which messages are posted. */
export type PostWay = {
  /** Answers the answer, or its beginning. Raises DeliveryFailure where there is none. */
  post(headers: Readonly<Record<string, string>>, body: string): Promise<HttpAnswer>
  close(): void
}

/** Opens a way to such a server. A message that it has taken counts as taken, whatever becomes of the answer. */
export const openPostWay = ({ name, url, timeLimit }: PostOptions): PostWay => {
  const http = openHttp({ timeLimit, maxBytes: MAX_BYTES, isCut: true })
  return {
    post: (headers, body) =>
      http.send({ url, method: 'POST', headers, body }).catch((error: Error) => {
        throw new DeliveryFailure('down', `${name}: ${error.message}`)
      }),
    close: http.close,
  }
}

/** Whether an answer says that a message was taken. */
export const isTaken = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300
