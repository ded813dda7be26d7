"""The rush: bookings by API that arrive together are committed together.

It is the same booking by the same rules (`interviews.bookings.taking`); only the door is quicker.
Whatever is not a plain booking by a candidate's own key takes the long way, through the handler.
"""
