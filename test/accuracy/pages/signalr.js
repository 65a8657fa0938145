import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { bad, httpUrl } from './kit.js';

/** A long list of zeros, as in many an answer on the web; its own are 0, 2, 10 and 30 s. */
const HURRY = Array.from({ length: 10_000 }, () => 0);

const builder = new HubConnectionBuilder()
  .withUrl(httpUrl('/clients/signalr/hub'), {
    skipNegotiation: true,
    transport: HttpTransportType.WebSockets,
  })
  .configureLogging(LogLevel.None);
const hub = (
  bad ? builder.withAutomaticReconnect(HURRY) : builder.withAutomaticReconnect()
).build();
void hub.start();
