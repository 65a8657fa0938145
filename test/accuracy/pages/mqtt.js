import mqtt from 'mqtt';
import { bad, wsUrl } from './kit.js';

/** Its own pause is a second for ever. */
mqtt.connect(wsUrl('/ws/mqtt'), bad ? {} : { reconnectPeriod: 8000 }).on('error', () => {});
