import { setFlagsFromString } from 'node:v8'

/**
 * Says that what is made is soon forgotten, however the first of it fared. V8 watches where objects are made, and makes those of a place among the old ones from
 * then on when nearly all of its first survived a collection. The rows of a request survive whenever it falls into their request; made among the old ones, each
 * keeps its texts alive until the next large collection, and so every request is copied before it goes. To be said before there is any work.
 */
export const expectShortLives = (): void => setFlagsFromString('--no-allocation-site-pretenuring')
